namespace EmailCampaign.Mail.Providers.Http;

/// <summary>What one call of an API came to, before anyone asks what the answer means.</summary>
internal abstract record ApiResult
{
    private ApiResult()
    {
    }

    /// <summary>An answer came back whole (or was cut at the limit of its size).</summary>
    public sealed record Answer(ApiReply Reply) : ApiResult;

    /// <summary>Nothing of the request left this machine: no name, no connection, a connection lost in the handshake.</summary>
    public sealed record Unreachable(string Detail) : ApiResult;

    /// <summary>The far side is there and cannot be believed: its certificate, or no TLS in common. Nothing of the request left this machine.</summary>
    public sealed record Distrusted(string Detail) : ApiResult;

    /// <summary>The request had begun to leave, and no answer that can be read came back: it may have been carried out.</summary>
    public sealed record Unknown(string Detail) : ApiResult;
}
