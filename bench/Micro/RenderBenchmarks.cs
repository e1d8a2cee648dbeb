using BenchmarkDotNet.Attributes;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Micro;

/// <summary>One row into a template.</summary>
public class RenderBenchmarks
{
    private readonly string[] _row = Samples.Row(12_345);
    private readonly CompiledTemplate _text = Samples.Text();
    private readonly CompiledTemplate _html = Samples.Html();

    [Benchmark]
    public object Text() => _text.Render(_row, _row[0]);

    /// <summary>40 KB with ten places; its text is made from it.</summary>
    [Benchmark]
    public object Html() => _html.Render(_row, _row[0]);
}
