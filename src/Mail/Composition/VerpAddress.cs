using System.Security.Cryptography;
using System.Text;

namespace EmailCampaign.Mail.Composition;

/// <summary>
/// An envelope sender that says which mail a bounce is about (VERP): <c>bounces+token@bounce.acme.example</c>, where the token is the
/// <see cref="MessageToken"/> of the mail. So it is the same for every attempt, as greylisting wants, and nobody can make one up.
/// </summary>
/// <remarks>
/// A local part has at most 64 octets (RFC 5321, section 4.5.3.1.1). Where the token does not fit, its campaign id is replaced by a
/// hyphen and 12 letters of its hash; the token's own signature is kept, and covers the id that the hash stands for.
/// </remarks>
/// <param name="Sender">The address without the token.</param>
/// <param name="Token">The token as it stands in the address, in lower case.</param>
public sealed record VerpAddress(string Sender, string Token)
{
    private const int LongestLocalPart = 64;
    private const char HashMark = '-'; // begins no campaign id
    private const int HashLength = 12;

    /// <summary>
    /// Longest local part of a <see cref="Sender"/> beside which every token still fits: the hash, the numbers of a batch below a
    /// million, a row below a thousand and a generation below ten thousand, the signature, and what joins them.
    /// </summary>
    public const int LongestSenderLocalPart = LongestLocalPart - (1 + HashLength + 6 + 3 + 4 + 16 + 5);

    /// <summary>The campaign's id; null when the address has only its hash.</summary>
    public string? CampaignId => Token[0] == HashMark ? null : Token[..Token.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The envelope sender of a mail: never empty, and the plain address when the token fits in neither form.</summary>
    /// <param name="sender">The address that bounces go to.</param>
    /// <param name="token">A signed <see cref="MessageToken"/>.</param>
    public static string For(string sender, string token)
    {
        var at = sender.LastIndexOf('@');
        var room = LongestLocalPart - at - 1;
        if (token.Length > room)
        {
            token = Shorter(token);
        }

        return token.Length > room ? sender : $"{sender[..at]}+{token}{sender[at..]}";
    }

    /// <summary>Reads the recipient of a bounce. It says nothing about the signature: see <see cref="Verify"/>.</summary>
    /// <returns>Null when the address carries no token.</returns>
    public static VerpAddress? TryParse(string address)
    {
        var at = address.LastIndexOf('@');
        var plus = at < 0 ? -1 : address.LastIndexOf('+', at);
        if (plus < 1)
        {
            return null;
        }

        // Some servers change the case of a local part; a token has none.
        var token = address[(plus + 1)..at].ToLowerInvariant();
        var parts = token.Split('.');
        return parts.Length == 5 && parts.All(static part => part.Length > 0 && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            ? new VerpAddress(string.Concat(address.AsSpan(0, plus), address.AsSpan(at)), token)
            : null;
    }

    /// <summary>Whether the token may be of this campaign: so the key is found to verify it with.</summary>
    public bool MayBeOf(string campaignId) => CampaignId is { } id ? id == campaignId : Token.StartsWith(Hash(campaignId) + ".", StringComparison.Ordinal);

    /// <summary>Reads the token with the key of a campaign.</summary>
    /// <returns>Null when it is of another campaign, or not signed with this key.</returns>
    public MessageToken? Verify(string campaignId, ReadOnlySpan<byte> key)
        => MayBeOf(campaignId) ? MessageToken.Verify(campaignId + Token[Token.IndexOf('.', StringComparison.Ordinal)..], key) : null;

    /// <summary>The address with its token.</summary>
    public override string ToString() => Sender.Insert(Sender.LastIndexOf('@'), "+" + Token);

    private static string Shorter(string token)
        => token.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Hash(token[..dot]) + token[dot..] : token;

    private static string Hash(string campaignId)
        => HashMark + Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes("verp/1:" + campaignId)).AsSpan(0, 10))[..HashLength];
}
