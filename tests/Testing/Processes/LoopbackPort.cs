using System.Net;
using System.Net.Sockets;

namespace EmailCampaign.Testing.Processes;

/// <summary>Free ports for servers that a test starts as processes.</summary>
public static class LoopbackPort
{
    /// <returns>Different ports that were free a moment ago.</returns>
    public static IReadOnlyList<int> Free(int count)
    {
        // All are held until all are known, so that none is found twice.
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(static listener => listener.Start());
            return [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(static listener => listener.Dispose());
        }
    }
}
