namespace EmailCampaign.Campaigns;

/// <summary>What a command came to: done, or refused with a reason and one sentence for a person.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.CommandResult")]
public sealed record CommandResult(
    [property: Id(0)] CommandRefusal Refusal,
    [property: Id(1)] string Message)
{
    public static CommandResult Done { get; } = new(CommandRefusal.None, "");

    public bool IsDone => Refusal == CommandRefusal.None;

    public static CommandResult Refused(CommandRefusal refusal, string message) => new(refusal, message);
}
