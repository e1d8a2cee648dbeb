using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using EmailCampaign.Mail.Composition;
using Fluid;
using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary>Parses the texts of one template, checks every name they use, and keeps the problems it meets.</summary>
internal sealed partial class TemplateCompiler
{
    // Nobody reads more, and each one costs a search through the text.
    private const int MostFaults = 20;

    private static readonly FluidParser Parser = new();

    // The default encoder would turn every letter outside ASCII into an entity.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly TemplateNames _names;
    private readonly SortedSet<int> _used = [];

    public TemplateCompiler(TemplateInput input)
    {
        _names = new(input);
        Options = OptionsFor(input);
        CheckSettings();
    }

    public List<TemplateProblem> Problems { get; } = [];

    public TemplateOptions Options { get; }

    public TemplateNames Names => _names;

    /// <summary>Columns that the texts compiled so far use, as places in the CSV.</summary>
    public IReadOnlyList<int> UsedColumns => [.. _used];

    public TemplatePart? Subject(string source) => Compile("subject.txt", source, NullEncoder.Default);

    public TemplatePart? HtmlBody(string source) => Compile("body.html", source, Html);

    public TemplatePart? TextBody(string source) => Compile("body.txt", source, NullEncoder.Default);

    public TemplatePart? Header(string name, string value)
    {
        var file = $"header {name}";
        if (HeaderRules.Problem(name, value) is { } problem)
        {
            Problems.Add(new(file, 0, problem));
            return null;
        }

        return Compile(file, value, NullEncoder.Default, wholeFile: true);
    }

    private static TemplateOptions OptionsFor(TemplateInput input)
    {
        var options = new TemplateOptions
        {
            MaxSteps = TemplateLimits.Steps,
            StrictFilters = true,
            CultureInfo = CultureInfo.InvariantCulture,
            TimeZone = TimeZoneInfo.Utc,
            Now = () => input.Now.ToUniversalTime(),
            Assigned = (_, value, _) => ValueTask.FromResult(Bounded(value)),
            Captured = (_, value, _) => ValueTask.FromResult(Bounded(value)),
        };
        new CampaignCalendar(input.Now.ToUniversalTime()).UseIn(options.Filters);
        foreach (var (key, value) in input.Settings)
        {
            options.Scope.SetValue(key, StringValue.Create(value));
        }

        options.Scope.SetValue(TemplateNames.Campaign, StringValue.Create(input.CampaignName));
        options.Scope.SetValue(TemplateNames.Now, new DateTimeValue(input.Now.ToUniversalTime()));
        return options;
    }

    // The step limit alone would let a loop double a variable until memory is gone.
    private static FluidValue Bounded(FluidValue value) => value switch
    {
        StringValue when value.ToStringValue().Length > TemplateLimits.Output => throw new OutputTooLongException(),
        ArrayValue { Values.Count: > TemplateLimits.Steps } => throw new TooManyStepsException(),
        _ => value,
    };

    private void CheckSettings()
    {
        foreach (var key in _names.Settings.Keys)
        {
            var problem = key switch
            {
                TemplateNames.Address or TemplateNames.Campaign or TemplateNames.Now or TemplateNames.Row
                    or TemplateNames.UnsubscribeUrl => $"'{key}' is a reserved name; choose another",
                _ when !TemplateNames.IsIdentifier(key)
                    => $"'{key}' cannot be written in a template; use letters, digits and _",
                _ when _names.TryGetColumn(key, out _) => $"'{key}' is also a column of the CSV; choose another name",
                _ => null,
            };
            if (problem is not null)
            {
                Problems.Add(new("--set", 0, problem));
            }
        }
    }

    private TemplatePart? Compile(string file, string source, TextEncoder encoder, bool wholeFile = false)
    {
        var tags = SourceTags.Of(source);
        if (tags.Fault is { } fault)
        {
            return Fail([fault]);
        }

        if (!Parser.TryParse(source, out var template, out var error))
        {
            return Fail([Syntax(error)]);
        }

        var walker = new TemplateWalker();
        walker.VisitTemplate(template);
        if (walker.HasRange)
        {
            template = new LimitedRange.Rewriter().VisitTemplate(template);
        }

        var faults = new TemplateCheck(_names, walker, Options.Filters, new SourceLines(tags)).Run().Take(MostFaults).ToList();
        return faults.Count > 0 ? Fail(faults) : new(file, template, encoder, RowNames(walker), PlainParts.Of(template, _names, Options, encoder));

        TemplatePart? Fail(IEnumerable<TemplateFault> faults)
        {
            Problems.AddRange(faults.Select(found => new TemplateProblem(file, wholeFile ? 0 : found.Line, found.Message)));
            return null;
        }
    }

    // What must be set anew for each row; settings, campaign and now are in the shared scope.
    private List<string> RowNames(TemplateWalker walker)
    {
        var names = new List<string>();
        foreach (var (name, member, _) in walker.Reads)
        {
            if (_names.TryGetColumn(name, out var column))
            {
                _used.Add(column);
            }
            else if (name == TemplateNames.Row && member is not null && _names.TryGetColumn(member, out var inRow))
            {
                _used.Add(inRow);
            }
            else if (name is not (TemplateNames.Row or TemplateNames.Address))
            {
                continue;
            }

            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static TemplateFault Syntax(string error)
    {
        var match = Position.Match(error);
        return match.Success
            ? new(int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture), $"syntax error: {match.Groups["message"].Value}")
            : new(0, $"syntax error: {error.ReplaceLineEndings(" ")}");
    }

    [GeneratedRegex(@"^(?<message>.*?) at \((?<line>\d+):\d+\)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Position { get; }
}
