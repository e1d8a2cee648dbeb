using EmailCampaign.Client.Json;
using EmailCampaign.Client.Wording;
using EmailCampaign.Quotas;

namespace EmailCampaign.Client.Commands;

/// <summary>Prints a provider account.</summary>
internal static class AccountOutput
{
    public static void Print(ConsoleContext console, GlobalSettings settings, AccountView account)
    {
        foreach (var line in settings.Json ? [AccountJson.Of(account)] : AccountWords.Lines(account, console.Clock.GetUtcNow()))
        {
            console.Terminal.Result(line);
        }
    }
}
