using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;

namespace EmailCampaign.Client.Reports;

/// <summary>
/// Makes the page of a report: one HTML file that needs nothing else and runs nothing. Whatever a value holds is text on it: the template encodes all of
/// them, and should one ever get through, the page's own policy allows no script and only the one style sheet.
/// </summary>
internal static class ReportTemplate
{
    private static readonly string Style = Resource("report.css");

    private static readonly IFluidTemplate Page = new FluidParser().Parse(Resource("report.liquid"));

    // It shows the types of this folder, which hold nothing but what is meant for the page.
    private static readonly TemplateOptions Options = new() { MemberAccessStrategy = UnsafeMemberAccessStrategy.Instance };

    // The default encoder would turn every letter outside ASCII into an entity.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static async Task<string> RenderAsync(ReportPage page)
    {
        var context = new TemplateContext(Options);
        context.SetValue("page", page);
        context.SetValue("style", Style);
        context.SetValue("style_hash", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style))));
        context.SetValue("plane", RateChart.Plane);
        return await Page.RenderAsync(context, Html);
    }

    // With the line ends that the page's reader will hash, whatever those of the checked out file are.
    private static string Resource(string name)
    {
        using var stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream(typeof(ReportTemplate), name)
            ?? throw new InvalidOperationException($"The assembly has no resource '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
