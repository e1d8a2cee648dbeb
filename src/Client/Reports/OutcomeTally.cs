using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>Counts recipients by status as the campaign's own numbers do: a cancelled one is nothing else.</summary>
internal sealed class OutcomeTally
{
    private readonly int[] _byStatus = new int[Enum.GetValues<RecipientStatus>().Length];
    private int _cancelled;

    public int Total { get; private set; }

    public RecipientCounts Counts => new()
    {
        Pending = Of(RecipientStatus.Pending),
        Claimed = Of(RecipientStatus.Claimed),
        Waiting = Of(RecipientStatus.Waiting),
        Sent = Of(RecipientStatus.Sent),
        Dead = Of(RecipientStatus.Dead),
        InDoubt = Of(RecipientStatus.InDoubt),
        Suppressed = Of(RecipientStatus.Suppressed),
        Discarded = Of(RecipientStatus.Discarded),
        Cancelled = _cancelled,
    };

    public void Add(RecipientView recipient)
    {
        Total++;
        if (recipient.Cancelled)
        {
            _cancelled++;
        }
        else
        {
            _byStatus[(int)recipient.Status]++;
        }
    }

    private int Of(RecipientStatus status) => _byStatus[(int)status];
}
