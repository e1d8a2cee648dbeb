using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary><c>dead-letters list|export|replay|discard ID</c></summary>
internal static class DeadLettersCommand
{
    public static Command Create(CommandRun run) => new("dead-letters", "What could not be sent: see it, export it, send it again, or put it aside.")
    {
        DeadLettersListCommand.Create(run),
        DeadLettersExportCommand.Create(run),
        DeadLettersReplayCommand.Create(run),
        DeadLettersDiscardCommand.Create(run),
    };
}
