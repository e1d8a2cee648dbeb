using System.Net;
using System.Net.Sockets;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Ports for an embedded silo: the wished ones when they are free, any free ones otherwise.</summary>
internal sealed record LoopbackPorts(int Silo, int Gateway)
{
    public static LoopbackPorts Find(int wishedSilo, int wishedGateway)
    {
        // Both listeners stay open until both ports are known, so that the same port is not found twice.
        using var silo = Listen(wishedSilo);
        using var gateway = Listen(wishedGateway);
        return new(PortOf(silo), PortOf(gateway));
    }

    private static TcpListener Listen(int wished)
    {
        try
        {
            return Start(wished);
        }
        catch (SocketException)
        {
            return Start(0); // in use, or reserved by the system
        }
    }

    private static TcpListener Start(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.ExclusiveAddressUse = true;
            listener.Start();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
