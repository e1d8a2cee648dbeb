using System.Globalization;
using System.Net;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Endpoints;

/// <summary>Asks the silo of this machine how it is, for a container whose image has neither a shell nor curl.</summary>
internal sealed class HealthQuestion(AdminOptions options, TextWriter errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="check"><c>live</c> or <c>ready</c>.</param>
    /// <returns>0 when the silo says so, 1 when it does not or does not answer: what a container's health check ends with.</returns>
    public async Task<int> AskAsync(string check)
    {
        if (options.Port == 0)
        {
            throw new StartRefusedException("--health has nobody to ask: Admin:Port is 0.");
        }

        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder(Uri.UriSchemeHttp, Nearest().ToString(), options.Port, $"/health/{check}").Uri);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return SiloExit.Done;
            }

            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The silo is not {check}: {(int)answer.StatusCode}."));
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"No silo answers on port {options.Port}: {error.Message.TrimEnd('.')}."));
        }

        return SiloExit.Gone;
    }

    private IPAddress Nearest()
    {
        var address = IPAddress.Parse(options.Address);
        return address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
    }
}
