using System.Globalization;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Clusters;

/// <summary>Which batch a mail belongs to: its Message-ID begins with campaign, batch and row.</summary>
internal static class BatchProgress
{
    /// <summary>Mails taken of each batch.</summary>
    public static Dictionary<int, int> Of(IEnumerable<SmtpDelivery> deliveries)
        => deliveries.CountBy(static delivery => int.Parse(delivery.MessageId.Split('.')[1], CultureInfo.InvariantCulture)).ToDictionary();
}
