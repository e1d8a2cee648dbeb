using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Commands;

/// <summary>Runs a command over the provider accounts: those of the settings here, without a silo, or those of a cluster.</summary>
internal static class DeskRun
{
    public static Task<int> OverAsync(
        ConsoleContext console, GlobalSettings settings, IProviderAccounts accounts, Func<IProviderDesk, Task<int>> action, CancellationToken cancellationToken)
        => accounts.Desk is { } desk
            ? action(desk)
            : ConnectedRun.OverAsync(console, settings, connection => action(connection.Desk), cancellationToken);
}
