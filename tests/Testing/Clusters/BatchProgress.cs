using System.Globalization;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Testing.Clusters;

/// <summary>Which batch a mail belongs to: its Message-ID begins with campaign, batch and row.</summary>
public static class BatchProgress
{
    /// <summary>Mails taken of each batch.</summary>
    public static IReadOnlyDictionary<int, int> Of(IEnumerable<SmtpDelivery> deliveries)
        => deliveries.CountBy(static delivery => int.Parse(delivery.MessageId.Split('.')[1], CultureInfo.InvariantCulture)).ToDictionary();
}
