using EmailCampaign.Batches;

namespace EmailCampaign.Client.Reports;

/// <summary>Counts the recipients with one failure reason, and keeps a reply as an example: that of a dead one, when there is one.</summary>
internal sealed class ReasonTally
{
    private readonly OutcomeTally _outcomes = new();
    private RecipientView? _example;

    public void Add(RecipientView recipient)
    {
        _outcomes.Add(recipient);
        if (recipient.Reply.Length > 0 && (_example is null || (recipient.Status == RecipientStatus.Dead && _example.Status != RecipientStatus.Dead)))
        {
            _example = recipient;
        }
    }

    public FailuresFor Of(FailureReason reason) => new(reason, _outcomes.Counts, _example);
}
