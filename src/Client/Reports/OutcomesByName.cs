using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>Counts recipients by a name of theirs, such as the domain.</summary>
/// <param name="mostNames">
/// Names that are counted apart, which bounds the memory. A name that comes later goes to the rest: one with a noticeable share of a file is met long
/// before.
/// </param>
internal sealed class OutcomesByName(int mostNames)
{
    private readonly Dictionary<string, OutcomeTally> _tallies = new(StringComparer.Ordinal);
    private OutcomeTally? _uncounted;

    /// <summary>Whether there were more names than are counted apart.</summary>
    public bool IsFull => _uncounted is not null;

    public void Add(string name, RecipientView recipient) => TallyOf(name).Add(recipient);

    /// <summary>The names with the most recipients, and the sum of all others.</summary>
    public TopOutcomes Top(int count)
    {
        var ordered = _tallies.OrderByDescending(static pair => pair.Value.Total).ThenBy(static pair => pair.Key, StringComparer.Ordinal).ToList();
        var rest = ordered.Skip(count).Aggregate(_uncounted?.Counts ?? new RecipientCounts(), static (sum, pair) => sum + pair.Value.Counts);
        return new(
            [.. ordered.Take(count).Select(static pair => new OutcomesOf(pair.Key, pair.Value.Counts))], rest, Math.Max(0, ordered.Count - count), IsFull);
    }

    private OutcomeTally TallyOf(string name)
    {
        if (_tallies.TryGetValue(name, out var tally))
        {
            return tally;
        }

        if (_tallies.Count == mostNames)
        {
            return _uncounted ??= new();
        }

        return _tallies[name] = new();
    }
}
