using System.Net;
using System.Net.Sockets;
using EmailCampaign.Silo.Configuration;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Hosting;

/// <summary>
/// Looks at a silo's ports before it joins the cluster: a silo that starts on the ports of another is taken for its next life, and the
/// cluster gives the running one up, before it finds out that it cannot listen.
/// </summary>
internal static class ClusterPorts
{
    /// <exception cref="StartRefusedException">A port is in use, or the address is not this machine's.</exception>
    public static void Check(IConfiguration configuration)
    {
        var silo = ClusterHost.Section<SiloPortOptions>(configuration, SiloPortOptions.Section);
        var admin = ClusterHost.Section<AdminOptions>(configuration, AdminOptions.Section);
        var own = OwnAddress.Of(silo);
        Check($"{SiloPortOptions.Section}:{nameof(silo.Port)}", own, silo.Port);
        Check($"{SiloPortOptions.Section}:{nameof(silo.GatewayPort)}", own, silo.GatewayPort);
        if (admin.Port != 0)
        {
            Check($"{AdminOptions.Section}:{nameof(admin.Port)}", IPAddress.Parse(admin.Address), admin.Port);
        }
    }

    private static void Check(string setting, IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new StartRefusedException(
                FormattableString.Invariant($"{setting} {port} on {address} cannot be had ({error.Message}). ")
                    + "Several silos on one machine need ports of their own.", error);
        }
    }
}
