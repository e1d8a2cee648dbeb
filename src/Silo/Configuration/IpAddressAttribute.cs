using System.ComponentModel.DataAnnotations;
using System.Net;

namespace EmailCampaign.Silo.Configuration;

/// <summary>The text is an IP address; a host name is not, because what it means may differ between machines.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IpAddressAttribute : ValidationAttribute
{
    /// <summary>A word that is taken besides; null when there is none.</summary>
    public string? Or { get; init; }

    public override bool IsValid(object? value) => value is string text && (IPAddress.TryParse(text, out _) || text == Or);
}
