using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using Fluid;

namespace EmailCampaign.Mail.Templates;

/// <summary>A template that is parsed and checked, ready to be rendered for each row. Immutable and safe to share.</summary>
/// <remarks>
/// Rendering is deterministic: the same row gives the same characters on every machine and at every time, so a mail that is
/// rendered again after a crash is the same mail. Culture is invariant, the time zone UTC, and <c>now</c> the campaign's start.
/// </remarks>
public sealed class CompiledTemplate
{
    private const string TooManySteps = "the template takes more than 50,000 steps (a loop that is too long?)";

    private readonly TemplateOptions _options;
    private readonly TemplateNames _names;
    private readonly int[] _used;
    private readonly TemplatePart _subject;
    private readonly TemplatePart? _html;
    private readonly TemplatePart? _text;
    private readonly HtmlTextParts? _htmlText;
    private readonly IReadOnlyList<KeyValuePair<string, TemplatePart>> _headers;

    private CompiledTemplate(
        TemplateCompiler compiler,
        TemplatePart subject,
        TemplatePart? html,
        TemplatePart? text,
        IReadOnlyList<KeyValuePair<string, TemplatePart>> headers,
        IReadOnlyList<MailAttachment> attachments)
    {
        _options = compiler.Options;
        _names = compiler.Names;
        _used = [.. compiler.UsedColumns];
        (_subject, _html, _text, _headers) = (subject, html, text, headers);
        _htmlText = text is null ? html?.HtmlText() : null;
        Attachments = attachments;
        Variables = [.. _used.Select(column => _names.Columns[column])];
    }

    /// <summary>Columns of the CSV that the template uses by name, in the order of the CSV.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The files that go with every mail, as the source had them.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; }

    /// <summary>Parses and checks a template for the columns of one CSV. Finds all problems, not only the first.</summary>
    public static TemplateCompilation Compile(TemplateSource source, TemplateInput input)
    {
        var compiler = new TemplateCompiler(input);
        var subject = compiler.Subject(source.Subject);
        var html = string.IsNullOrWhiteSpace(source.Html) ? null : compiler.HtmlBody(source.Html);
        var text = string.IsNullOrWhiteSpace(source.Text) ? null : compiler.TextBody(source.Text);
        if (string.IsNullOrWhiteSpace(source.Html) && string.IsNullOrWhiteSpace(source.Text))
        {
            compiler.Problems.Add(new("body.html", 0, "the template has no body: write body.html, body.txt or both"));
        }

        var headers = new List<KeyValuePair<string, TemplatePart>>();
        foreach (var (name, value) in input.Headers)
        {
            if (compiler.Header(name, value) is { } header)
            {
                headers.Add(new(name, header));
            }
        }

        return compiler.Problems.Count > 0 || subject is null
            ? new TemplateCompilation.Failed(compiler.Problems)
            : new TemplateCompilation.Compiled(new(compiler, subject, html, text, headers, source.Attachments));
    }

    /// <summary>Renders the mail of one row.</summary>
    /// <param name="values">In column order; a row that is too short reads as empty.</param>
    /// <param name="address">The recipient: the value of <c>email</c>, unless a column has that name.</param>
    public Rendering Render(IReadOnlyList<string> values, string address)
    {
        var row = new TemplateRow(_names, values, address);
        var part = _subject;
        try
        {
            var subject = SingleLine.Of(part.Render(_options, row));
            var html = (part = _html)?.Render(_options, row);
            var text = (part = _text)?.Render(_options, row) ?? _html!.PlainText(_htmlText, row, html!);

            var headers = new KeyValuePair<string, string>[_headers.Count];
            for (var i = 0; i < headers.Length; i++)
            {
                (var name, part) = _headers[i];
                var value = SingleLine.Of(part.Render(_options, row));
                if (HeaderRules.Problem(name, value) is { } problem)
                {
                    return new Rendering.Failed(part.File, problem);
                }

                headers[i] = new(name, value);
            }

            return new Rendering.Rendered(subject, html, text, headers, EmptyVariables(row));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Failed(part, error);
        }
    }

    /// <summary>Renders all texts of one row and keeps none: at less cost than a mail, because the plain text of an HTML body, which cannot fail, is not made.</summary>
    public RowFit Check(IReadOnlyList<string> values, string address)
    {
        var row = new TemplateRow(_names, values, address);
        var part = _subject;
        try
        {
            part.Check(_options, row);
            (part = _html)?.Check(_options, row);
            (part = _text)?.Check(_options, row);
            foreach (var (name, header) in _headers)
            {
                part = header;
                if (HeaderRules.Problem(name, SingleLine.Of(header.Render(_options, row))) is { } problem)
                {
                    return new RowFit(new Rendering.Failed(header.File, problem), []);
                }
            }

            return new RowFit(null, EmptyVariables(row));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new RowFit(Failed(part, error), []);
        }
    }

    // Whatever a filter throws on this row's data is this row's failure, not the sender's.
    private static Rendering.Failed Failed(TemplatePart? part, Exception error) => new(part?.File ?? "body.html", Sentence(error));

    private static string Sentence(Exception error) => error switch
    {
        OutputTooLongException or OutOfMemoryException
            => "the output is longer than 2 million characters (a loop that doubles its text?)",

        TooManyStepsException => TooManySteps,

        // Fluid names a cyclic include here, but files cannot be included: only the step limit is left.
        InvalidOperationException when error.Message.Contains("recursion", StringComparison.Ordinal) => TooManySteps,
        _ => error.Message.ReplaceLineEndings(" "),
    };

    private string[] EmptyVariables(in TemplateRow row)
    {
        List<string>? empty = null;
        foreach (var column in _used)
        {
            if (string.IsNullOrWhiteSpace(row.Text(column)))
            {
                (empty ??= []).Add(_names.Columns[column]);
            }
        }

        return empty?.ToArray() ?? [];
    }
}
