using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>What a batch's delivery needs from its grain.</summary>
internal interface IBatchHost
{
    /// <summary>The silo of this activation.</summary>
    SiloAddress Silo { get; }

    /// <summary>A recipient as a sender needs it.</summary>
    SliceMember Member(int index, RecipientEntry entry);

    /// <summary>The domain of a recipient's address, in lower case.</summary>
    string Domain(int index, RecipientEntry entry);

    /// <summary>
    /// Has the campaign write down that this batch is not finished after all, and go on: before the outcome that says so is written, so
    /// that a crash in between leaves nobody behind.
    /// </summary>
    Task ReopenAsync();

    /// <summary>Tells the campaign; a failure is no harm, the campaign asks again.</summary>
    Task TellCampaignAsync(BatchReport report);

    /// <summary>This activation is no longer the current one, or has nothing left to do.</summary>
    void Leave();
}
