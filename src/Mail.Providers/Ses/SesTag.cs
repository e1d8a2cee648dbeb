using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>A message tag: it comes back with every event about the mail. Letters, digits, '_' and '-' only.</summary>
internal readonly record struct SesTag(string Name, string Value)
{
    private const int Longest = 256;

    /// <summary>What events are matched by: the campaign, and the recipient's token with its dots as '_'.</summary>
    public static IReadOnlyList<SesTag> Of(OutgoingMessage message)
        => [new("campaign", Legal(message.CampaignId)), new("token", Legal(message.IdempotencyKey))];

    public static bool IsLegal(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';

    // No part of a token holds a '_', so the token can be had back.
    private static string Legal(string text)
        => string.Create(Math.Min(text.Length, Longest), text, static (tag, source) =>
        {
            for (var i = 0; i < tag.Length; i++)
            {
                tag[i] = IsLegal(source[i]) ? source[i] : '_';
            }
        });
}
