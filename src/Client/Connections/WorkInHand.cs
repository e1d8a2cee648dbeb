namespace EmailCampaign.Client.Connections;

/// <summary>Ids of the campaigns that a hosted silo drives at the moment.</summary>
/// <param name="Sending">They import or send, waiting recipients included.</param>
/// <param name="Scheduled">They wait for their time.</param>
internal sealed record WorkInHand(IReadOnlyCollection<string> Sending, IReadOnlyCollection<string> Scheduled)
{
    /// <summary>They are being deleted.</summary>
    public IReadOnlyCollection<string> Deleting { get; init; } = [];

    public static WorkInHand None { get; } = new([], []);
}
