using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary><c>providers check</c></summary>
internal static class ProvidersCommand
{
    public static Command Create(CommandRun run) => new("providers", "The accounts that mails are sent through.") { ProvidersCheckCommand.Create(run) };
}
