using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>Counts a campaign's recipients as they come by, holding only numbers and small samples, however many there are.</summary>
internal sealed class ReportTally
{
    /// <summary>Dead letters, and recipients in doubt, that are shown one by one.</summary>
    public const int MostSamples = 50;

    private const int TopDomains = 20;
    private const int MostDomains = 20_000;
    private const int MostAccounts = 100;
    private const int MostSteps = 20_000;
    private const int StepsShown = 240;

    private readonly OutcomeTally _all = new();
    private readonly OutcomesByName _accounts = new(MostAccounts);
    private readonly OutcomesByName _domains = new(MostDomains);
    private readonly SortedDictionary<FailureReason, ReasonTally> _reasons = [];
    private readonly SentHistogram _sent = new(MostSteps);
    private readonly List<RecipientView> _dead = [];
    private readonly List<RecipientView> _inDoubt = [];

    public void Add(RecipientView recipient)
    {
        _all.Add(recipient);
        _accounts.Add(recipient.Account ?? "", recipient);
        _domains.Add(DomainOf(recipient.Email), recipient);
        if (recipient.Reason != FailureReason.None && recipient.Status != RecipientStatus.Sent)
        {
            ReasonOf(recipient.Reason).Add(recipient);
        }

        switch (recipient.Status)
        {
            case RecipientStatus.Sent when recipient.At is { } at:
                _sent.Add(at);
                break;
            case RecipientStatus.Dead:
                Keep(_dead, recipient);
                break;
            case RecipientStatus.InDoubt:
                Keep(_inDoubt, recipient);
                break;
        }
    }

    /// <param name="campaign">How the campaign stands.</param>
    /// <param name="from">When the reading began.</param>
    /// <param name="to">When it ended.</param>
    public CampaignReport Report(CampaignStatus campaign, DateTimeOffset from, DateTimeOffset to) => new()
    {
        Campaign = campaign,
        From = from,
        To = to,
        Counts = _all.Counts,
        Accounts = _accounts.Top(MostAccounts),
        Domains = _domains.Top(TopDomains),
        Failures =
        [
            .. _reasons.Select(static pair => pair.Value.Of(pair.Key))
                .OrderByDescending(static failures => failures.Counts.Dead).ThenByDescending(static failures => failures.Counts.Total),
        ],
        FirstSentAt = _sent.First,
        LastSentAt = _sent.Last,
        Timeline = RateTimeline.Of(_sent, StepsShown),
        DeadLetters = _dead,
        InDoubt = _inDoubt,
    };

    private ReasonTally ReasonOf(FailureReason reason)
    {
        if (!_reasons.TryGetValue(reason, out var tally))
        {
            _reasons[reason] = tally = new();
        }

        return tally;
    }

    private static void Keep(List<RecipientView> sample, RecipientView recipient)
    {
        if (sample.Count < MostSamples)
        {
            sample.Add(recipient);
        }
    }

    private static string DomainOf(string email) => email[(email.LastIndexOf('@') + 1)..].ToLowerInvariant();
}
