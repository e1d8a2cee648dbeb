using EmailCampaign.Accounts;

namespace EmailCampaign.Client.Wording;

/// <summary>What became of a test mail, as a sentence and as an exit code.</summary>
internal static class TestSendWords
{
    /// <param name="to">Who was to get it.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="folder">Where an account that sends nothing writes to.</param>
    public static string Of(string to, TestSendResult result, string? folder) => result switch
    {
        { Outcome: TestSendOutcome.Accepted, LeavesTheMachine: false }
            => $"NOTHING LEFT THE MACHINE: '{result.Account}' wrote the mail to {to} into {ProviderDesk.CampaignId}/{result.Text}{(folder is null ? "" : $" in {folder}")}.",
        { Outcome: TestSendOutcome.Accepted }
            => $"'{result.Account}' accepted the mail to {to}{(result.Text.Length > 0 ? $" as {result.Text}" : "")}. Whether it arrives, only the inbox says.",
        { Outcome: TestSendOutcome.Rejected } => $"'{result.Account}' rejected the mail to {to} for good: {Said(result)}",
        { Outcome: TestSendOutcome.Deferred } => $"'{result.Account}' does not take the mail to {to} now: {Said(result)}",
        { Outcome: TestSendOutcome.Throttled } => $"'{result.Account}' asks to slow down; nothing was sent: {Said(result)}",
        { Outcome: TestSendOutcome.Limited } => $"'{result.Account}' {Said(result).TrimEnd('.')}; nothing was sent.",
        { Outcome: TestSendOutcome.Refused } => $"'{result.Account}' refuses; nothing was sent: {Said(result)}",
        { Outcome: TestSendOutcome.Unreachable } => $"'{result.Account}' cannot be reached; nothing was sent: {Said(result)}",
        { Outcome: TestSendOutcome.NotAttempted } => $"'{result.Account}' was not tried, for what holds it is ending; nothing was sent. Give the command again.",
        { Outcome: TestSendOutcome.NoAccount } => result.Text,
        _ => $"It is not known whether the mail to {to} was sent through '{result.Account}': {Said(result)}",
    };

    /// <summary>
    /// <see cref="ExitCode.Flawed"/> is about this mail, <see cref="ExitCode.ProviderRefuses"/> about the account; with
    /// <see cref="ExitCode.Unreachable"/> nothing was handed over, and the same command may do later.
    /// </summary>
    public static int ExitCodeOf(TestSendOutcome outcome) => outcome switch
    {
        TestSendOutcome.Accepted => ExitCode.Done,
        TestSendOutcome.Refused => ExitCode.ProviderRefuses,
        TestSendOutcome.Unreachable or TestSendOutcome.Throttled or TestSendOutcome.Limited or TestSendOutcome.NotAttempted => ExitCode.Unreachable,
        TestSendOutcome.NoAccount => ExitCode.Usage,
        _ => ExitCode.Flawed,
    };

    private static string Said(TestSendResult result)
        => $"{result.Text.TrimEnd('.')}{(result.RetryAfter is { } wait ? $" (again in {Words.Duration(wait)})" : "")}.";
}
