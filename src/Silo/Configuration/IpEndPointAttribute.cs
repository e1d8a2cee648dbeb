using System.ComponentModel.DataAnnotations;
using System.Net;

namespace EmailCampaign.Silo.Configuration;

/// <summary>The setting is an IP address with or without a port.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IpEndPointAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string text && IPEndPoint.TryParse(text, out _));
}
