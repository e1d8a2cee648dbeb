using System.Security.Cryptography;
using System.Text;

namespace EmailCampaign.Mail.Providers.Ses.Signing;

/// <summary>The key of one day, derived from the secret: the secret itself signs nothing.</summary>
/// <param name="date">The day in UTC, <c>yyyyMMdd</c>.</param>
internal sealed class SigningKey(AwsCredentials credentials, string date, string region, string service)
{
    private readonly byte[] _key = Derive(credentials.SecretAccessKey, date, region, service);

    /// <summary><c>date/region/service/aws4_request</c>.</summary>
    public string Scope { get; } = $"{date}/{region}/{service}/aws4_request";

    public bool Fits(AwsCredentials other, string day) => date.Equals(day, StringComparison.Ordinal) && credentials == other;

    /// <returns>The signature in lower-case hex.</returns>
    public string Sign(string text) => Convert.ToHexStringLower(Hash(_key, text));

    private static byte[] Derive(string secret, string date, string region, string service)
        => Hash(Hash(Hash(Hash(Encoding.UTF8.GetBytes("AWS4" + secret), date), region), service), "aws4_request");

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
