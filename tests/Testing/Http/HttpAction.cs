namespace EmailCampaign.Testing.Http;

/// <summary>What a <see cref="ScriptedHttpServer"/> does with a request.</summary>
public abstract record HttpAction
{
    private HttpAction()
    {
    }

    /// <summary>Answers.</summary>
    public sealed record Reply(int Status, string Body = "", IReadOnlyList<(string Name, string Value)>? Headers = null) : HttpAction
    {
        /// <summary>The same with one more header.</summary>
        public Reply With(string name, string value) => this with { Headers = [.. Headers ?? [], (name, value)] };
    }

    /// <summary>Waits for a signal, then does something. The client may be gone by then.</summary>
    public sealed record Hold(Task Until, HttpAction Then) : HttpAction;

    /// <summary>Sends an answer byte by byte, one every few milliseconds, and never its last: a slow loris.</summary>
    public sealed record Trickle(Reply Answer) : HttpAction;

    /// <summary>Sends these characters (Latin-1) in place of an answer, and closes.</summary>
    public sealed record Raw(string Bytes) : HttpAction;

    /// <summary>Closes with a reset (RST): as the answer to a head before the body was read, as the answer to a request after it.</summary>
    public sealed record Reset : HttpAction;

    /// <summary>Closes in an orderly way (FIN) without an answer.</summary>
    public sealed record Close : HttpAction;
}
