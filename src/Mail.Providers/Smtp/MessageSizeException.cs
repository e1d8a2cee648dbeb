using System.Globalization;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The message is larger than the SIZE that EHLO announced (RFC 1870). Nothing was sent.</summary>
internal sealed class MessageSizeException(long size, uint limit) : Exception(
    string.Create(CultureInfo.InvariantCulture, $"The message has {size} octets; the server takes at most {limit}."));
