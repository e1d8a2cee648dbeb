using EmailCampaign.Testing.Consoles;

namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>What the ledger says, held against what the server took.</summary>
/// <param name="Sent">Recipients that the ledger calls sent.</param>
/// <param name="InDoubt">Recipients that it leaves in doubt.</param>
/// <param name="Doubts">Doubts that there ever were, settled ones included.</param>
/// <param name="Duplicates">Mails beyond the first of each recipient.</param>
/// <param name="Lost">Recipients that got none, and that the ledger does not name as in doubt.</param>
/// <param name="Problems">What does not fit together.</param>
public sealed record LedgerAudit(int Sent, int InDoubt, int Doubts, int Duplicates, int Lost, IReadOnlyList<string> Problems)
{
    private const int Shown = 10;

    public static LedgerAudit None { get; } = new(0, 0, 0, 0, 0, []);

    /// <summary>Compares the two, recipient by recipient.</summary>
    /// <param name="addresses">Who was to be mailed.</param>
    /// <param name="ledger">All recipients.</param>
    /// <param name="taken">Mails that the server took, by recipient.</param>
    /// <param name="atMostOnce">The campaign's guarantee.</param>
    public static LedgerAudit Of(
        IReadOnlyCollection<string> addresses, IReadOnlyList<RecipientLine> ledger, IReadOnlyDictionary<string, int> taken, bool atMostOnce)
    {
        var rows = ledger.GroupBy(static recipient => recipient.Email, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.OrdinalIgnoreCase);
        var lost = rows.Values.Where(row => row.Status != "in-doubt" && !taken.ContainsKey(row.Email)).ToList();
        IEnumerable<string> problems =
        [
            .. rows.Count != ledger.Count ? [$"The ledger has {ledger.Count - rows.Count} recipients twice."] : Array.Empty<string>(),
            .. addresses.Where(address => !rows.ContainsKey(address)).Select(static address => $"{address} is not in the ledger."),
            .. taken.Keys.Where(address => !rows.ContainsKey(address)).Select(static address => $"{address} was mailed and is not in the ledger."),
            .. lost.Select(static row => $"Lost: {row}"),
            .. rows.Values.Where(static row => row.Status is not ("sent" or "in-doubt")).Select(static row => $"Neither sent nor in doubt: {row}"),
            .. rows.Values.Where(static row => row.Status == "in-doubt" && row.Doubts == 0).Select(static row => $"In doubt without a doubt: {row}"),
            .. taken.Where(pair => pair.Value > 1 && (atMostOnce || !rows.TryGetValue(pair.Key, out var row) || row.Doubts < pair.Value - 1))
                .Select(pair => $"Mailed {pair.Value} times: {rows.GetValueOrDefault(pair.Key)}"),
        ];
        var all = problems.ToList();
        return new(
            rows.Values.Count(static row => row.Status == "sent"),
            rows.Values.Count(static row => row.Status == "in-doubt"),
            rows.Values.Sum(static row => row.Doubts),
            taken.Values.Sum(static count => count - 1),
            lost.Count,
            all.Count <= Shown ? all : [.. all.Take(Shown), $"... and {all.Count - Shown} more"]);
    }
}
