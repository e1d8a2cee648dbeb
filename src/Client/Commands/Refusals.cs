using EmailCampaign.Campaigns;
using EmailCampaign.Client.Launching;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Commands;

/// <summary>Says why a command was not carried out, and what to do.</summary>
internal static class Refusals
{
    public static int NotFound(this Terminal terminal, string id)
    {
        terminal.Message($"There is no campaign '{id}'; 'campaign list' shows them all.");
        return ExitCode.Usage;
    }

    public static int Refused(this Terminal terminal, string id, CommandRefusal refusal, string? message)
    {
        // The campaign's own sentence knows more (which campaign it was, which file): it says what to do as well.
        terminal.Message(string.IsNullOrWhiteSpace(message) ? Default(id, refusal) : message.Trim());
        return ExitCode.Usage;
    }

    /// <summary>Says everything that is wrong, a line each.</summary>
    public static int Refused(this Terminal terminal, ProblemList problems)
    {
        foreach (var problem in problems.All)
        {
            terminal.Message(problem);
        }

        return ExitCode.Usage;
    }

    private static string Default(string id, CommandRefusal refusal) => refusal switch
    {
        CommandRefusal.NotFound => $"There is no campaign '{id}'; 'campaign list' shows them all.",
        CommandRefusal.IdTaken => $"There is another campaign with the id '{id}'; choose another with --id.",
        CommandRefusal.LaunchedBefore => "The same file, template and sender were launched before; use 'campaign resume ID' to go on with it, or --again to send it once more.",
        CommandRefusal.Finished => $"Campaign '{id}' is completed or cancelled.",
        CommandRefusal.NotImported => $"The contacts of campaign '{id}' are not all stored yet; 'campaign resume {id} FILE' finishes the import.",
        CommandRefusal.NotFinished => $"Campaign '{id}' is not finished, so it cannot be deleted; 'campaign cancel {id}' gives it up.",
        CommandRefusal.Deleting => $"Campaign '{id}' is being deleted.",
        CommandRefusal.ProviderUnavailable => "The provider cannot be used.",
        _ => $"Campaign '{id}' refused the command.",
    };
}
