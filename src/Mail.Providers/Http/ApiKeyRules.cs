namespace EmailCampaign.Mail.Providers.Http;

/// <summary>What a key that goes into a header may hold.</summary>
internal static class ApiKeyRules
{
    /// <summary>Null when the key is fine; otherwise what is wrong, to follow the name of the setting. The key is never part of it.</summary>
    public static string? Problem(string? key) => key switch
    {
        null or "" => "must be set",
        _ when key.AsSpan().ContainsAnyExceptInRange('!', '~')
            => "holds a space, a line break or a character that is not ASCII: copy the key alone",
        _ => null,
    };
}
