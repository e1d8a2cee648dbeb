using System.Globalization;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Csv;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Contacts;

/// <summary>Reads every row as the import would, and renders it when there is a template. Nothing is stored or sent.</summary>
internal sealed class RowCheck(string path, ContactFile file, CompiledTemplate? template) : IDisposable
{
    private const int ProblemsShown = 20;

    private readonly AddressIndex _addresses = new();
    private readonly List<string> _problems = [];
    private readonly SortedDictionary<RowProblem, int> _reasons = [];
    private readonly SortedDictionary<string, int> _empty = new(StringComparer.Ordinal);
    private int _accepted;
    private int _rejected;
    private int _duplicates;
    private int _unrendered;

    public async Task<RowReport> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new ContactRows(path, file);
        await foreach (var row in rows.ReadAsync(cancellationToken))
        {
            switch (row)
            {
                case ContactRow.Rejected rejected:
                    Reject(rejected);
                    break;
                case ContactRow.Accepted contact:
                    Accept(contact);
                    break;
            }
        }

        if (rows.UnclosedQuoteLine is { } line)
        {
            _problems.Add(Line(line, "a quote opens here and never closes; the rest of the file was not read"));
        }

        return new()
        {
            Rows = new() { Accepted = _accepted, Rejected = _rejected, Duplicates = _duplicates },
            Unrendered = _unrendered,
            FirstProblems = _problems,
            Reasons = _reasons,
            EmptyVariables = _empty,
            UnclosedQuoteLine = rows.UnclosedQuoteLine,
        };
    }

    public void Dispose() => _addresses.Dispose();

    private static string Line(int line, string problem) => string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}");

    private void Reject(ContactRow.Rejected row)
    {
        _rejected++;
        _reasons[row.Problem] = _reasons.GetValueOrDefault(row.Problem) + 1;
        Note(row.Line, $"{KebabNames.Of(row.Problem)}: {row.Detail}");
    }

    private void Accept(ContactRow.Accepted row)
    {
        Span<byte> fingerprint = stackalloc byte[AddressIndex.FingerprintSize];
        AddressIndex.Fingerprint(row.Address, fingerprint);
        if (_addresses.Add(fingerprint, row.Line) is not null)
        {
            _duplicates++;
            return;
        }

        _accepted++;
        if (template?.Check(row.Values, row.Address) is not { } fit)
        {
            return;
        }

        if (fit.Failure is { } failure)
        {
            _unrendered++;
            Note(row.Line, $"{failure.File} does not render: {failure.Problem}");
        }

        foreach (var variable in fit.EmptyVariables)
        {
            _empty[variable] = _empty.GetValueOrDefault(variable) + 1;
        }
    }

    private void Note(int line, string problem)
    {
        if (_problems.Count < ProblemsShown)
        {
            _problems.Add(Line(line, problem));
        }
    }
}
