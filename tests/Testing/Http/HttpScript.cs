namespace EmailCampaign.Testing.Http;

/// <summary>How a <see cref="ScriptedHttpServer"/> behaves.</summary>
public sealed record HttpScript(Func<HttpSeen, HttpAction> OnRequest)
{
    /// <summary>Asked when the head of a request has arrived and its body was not read; null reads on.</summary>
    public Func<HttpSeen, HttpAction?>? OnHead { get; init; }

    /// <summary>Does the same with every request.</summary>
    public static HttpScript Always(HttpAction action) => new(_ => action);

    /// <summary>Does one thing with each request in turn, and the last with all that follow.</summary>
    public static HttpScript InOrder(params HttpAction[] actions) => new(request => actions[Math.Min(request.Number, actions.Length) - 1]);

    /// <summary>Resets every connection when the head of a request has arrived.</summary>
    public static HttpScript ResetBeforeBody { get; } = Always(new HttpAction.Close()) with { OnHead = static _ => new HttpAction.Reset() };
}
