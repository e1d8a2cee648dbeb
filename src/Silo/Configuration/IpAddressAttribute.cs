using System.ComponentModel.DataAnnotations;
using System.Net;

namespace EmailCampaign.Silo.Configuration;

/// <summary>The text is an IP address; a host name is not, because what it means may differ between machines.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IpAddressAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && IPAddress.TryParse(text, out _);
}
