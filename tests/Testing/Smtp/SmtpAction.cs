namespace EmailCampaign.Testing.Smtp;

/// <summary>What the scripted server does at a step instead of saying yes.</summary>
public abstract record SmtpAction
{
    private SmtpAction()
    {
    }

    /// <summary>
    /// Answers with a line such as <c>550 5.1.1 no such user</c>. A 2xx at the final dot takes the mail; a 421 closes the session.
    /// </summary>
    public sealed record Reply(string Line) : SmtpAction
    {
        internal bool IsPositive => Line.StartsWith('2');

        internal bool Closes => Line.StartsWith("421", StringComparison.Ordinal);
    }

    /// <summary>Answers and closes the connection. A 2xx at the final dot takes the mail.</summary>
    public sealed record ReplyAndClose(string Line) : SmtpAction;

    /// <summary>Closes the connection without an answer.</summary>
    /// <param name="TakesMail">At the final dot: whether the mail counts as taken, so that only the answer is lost.</param>
    /// <param name="Reset">Closes with a reset (RST) instead of an orderly end (FIN).</param>
    /// <param name="LosesReplies">Whether what it has answered and not yet sent, because more commands had come, is lost with it: a server that crashes.</param>
    public sealed record Drop(bool TakesMail = false, bool Reset = false, bool LosesReplies = false) : SmtpAction;

    /// <summary>Never answers, and stays connected until the client or the server goes.</summary>
    public sealed record Stall(bool TakesMail = false) : SmtpAction;

    /// <summary>Waits for a signal, then does what the script would have done without this rule.</summary>
    public sealed record Hold(Task Until) : SmtpAction;

    /// <summary>Is slow: waits, then answers yes.</summary>
    public sealed record Delay(TimeSpan Time) : SmtpAction;

    /// <summary>Answers byte by byte, one every few milliseconds, and never with the last: a slow loris.</summary>
    public sealed record Trickle(string Line) : SmtpAction;
}
