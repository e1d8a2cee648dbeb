using System.Globalization;
using System.Reflection;
using EmailCampaign.Client;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests;

/// <summary>The README's exit codes are the console's.</summary>
public sealed class ReadmeExitCodeTests
{
    [Fact]
    public void Table_AgainstTheConsole_NamesEveryCode()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (int)field.GetRawConstantValue()!)
            .Order()
            .Select(static code => code.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(codes, MarkdownTable.Find("README.md", "exit code").Keys);
    }
}
