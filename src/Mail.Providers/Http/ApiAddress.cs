namespace EmailCampaign.Mail.Providers.Http;

/// <summary>What the base address of an API may be.</summary>
internal static class ApiAddress
{
    /// <summary>Null when the address is fine; otherwise what is wrong, to follow the name of the setting.</summary>
    public static string? Problem(Uri? address) => address switch
    {
        null => "must be an address such as https://api.acme.example",
        { IsAbsoluteUri: false } => $"'{address}' must be a whole address such as https://api.acme.example",
        { Scheme: "https" or "http", UserInfo.Length: > 0 } or { Query.Length: > 0 } or { Fragment.Length: > 0 }
            => "must be an address alone: no user, no query, no fragment",
        { Scheme: "https" } => null,
        { Scheme: "http", IsLoopback: true } => null,
        { Scheme: "http" } => $"'{address}' would send the key and the mails unencrypted: it must begin with https://",
        _ => $"'{address}' must begin with https://",
    };
}
