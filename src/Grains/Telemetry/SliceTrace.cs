using System.Diagnostics;
using EmailCampaign.Batches;
using EmailCampaign.Quotas;

namespace EmailCampaign.Telemetry;

/// <summary>The trace of one slice, from its claim until what became of it is in the ledger, which is when retries and dead letters are known.</summary>
internal sealed class SliceTrace(Activity slice)
{
    /// <summary>What the attempt's span hangs under.</summary>
    public string? Id => slice.Id;

    /// <summary>Notes the permit by which its last mail starts, where the account has a limit.</summary>
    public void Permitted(HeldPermits permits)
    {
        if (permits.At is { } at)
        {
            slice.SetTag("permit.at", at.ToString("O"));
        }
    }

    /// <summary>Notes what the ledger made of the outcomes, and ends.</summary>
    public void Recorded(BatchLedger before, BatchLedger after, IReadOnlyList<DeliveryOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            var (old, entry) = (before.Recipients[outcome.Index], after.Recipients[outcome.Index]);
            if (entry.DoubtsEver > old.DoubtsEver)
            {
                Note("in-doubt", outcome.Index, entry);
            }
            else if (entry.Status == RecipientStatus.Waiting && old.Status != RecipientStatus.Waiting)
            {
                Note("retry", outcome.Index, entry);
            }
            else if (entry.Status == RecipientStatus.Dead && old.Status != RecipientStatus.Dead)
            {
                Note("dead-letter", outcome.Index, entry);
            }
        }

        slice.SetTag("slice.accepted", outcomes.Count(static outcome => outcome.Kind == DeliveryKind.Accepted)).Stop();
    }

    /// <summary>Ends without the ledger: another activation has it, and records the outcomes.</summary>
    public void HandedOver() => slice.SetStatus(ActivityStatusCode.Error, "handed over").Stop();

    private void Note(string name, int index, RecipientEntry entry)
    {
        var tags = new ActivityTagsCollection
        {
            ["recipient.index"] = index,
            ["reason"] = ReasonLabels.Of(entry.Reason),
            ["attempts"] = entry.Attempts,
        };
        if (entry.DueAt is { } due)
        {
            tags["due_at"] = due.ToString("O");
        }

        slice.AddEvent(new ActivityEvent(name, tags: tags));
    }
}
