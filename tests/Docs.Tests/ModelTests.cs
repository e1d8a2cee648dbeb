using System.Text.RegularExpressions;
using EmailCampaign.Batches;
using EmailCampaign.Docs.Tests.Markdown;

namespace EmailCampaign.Docs.Tests;

/// <summary>The formal model speaks of the code's states, and its page explains every rule that it can switch off.</summary>
public sealed partial class ModelTests
{
    private static readonly string Model = Repository.Read("docs/model/claim-lease.pml");

    public static TheoryData<Type> Enums => [typeof(RecipientStatus), typeof(DeliveryKind)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Names_OfAnEnum_AreThoseOfTheCode(Type type)
    {
        var declared = Assert.Single(Declaration().Matches(Model), match => match.Groups["type"].Value == type.Name);

        Assert.Equal(Enum.GetNames(type), declared.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void Readme_TableOfRules_ExplainsEveryRuleOfTheModel()
    {
        var rules = Model[Model.IndexOf("the rules:", StringComparison.Ordinal)..Model.IndexOf("names */", StringComparison.Ordinal)];

        Assert.Equal(
            Switch().Matches(rules).Select(static match => match.Groups["name"].Value),
            MarkdownTable.Find("docs/model/README.md", "rule").Keys.Select(MarkdownTable.Plain));
    }

    [GeneratedRegex(@"^mtype:(?<type>\w+) = \{(?<names>[^}]+)\};", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^#ifndef (?<name>\w+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Switch();
}
