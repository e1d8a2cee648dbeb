using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EmailCampaign.Testing.Processes;

/// <summary>Free ports for servers that a test starts as processes.</summary>
/// <remarks>
/// Below the range that systems give to outgoing connections (Linux from 32768, Windows from 49152): a port of that range that is free now may be
/// the near end of somebody's connection by the time the server wants it.
/// </remarks>
public static class LoopbackPort
{
    private const int Lowest = 15_000;
    private const int Highest = 29_000;

    private static readonly Lock Gate = new();
    private static int _next = RandomNumberGenerator.GetInt32(Lowest, Highest);

    /// <returns>Different ports that were free a moment ago, and that this process has not given out lately.</returns>
    public static IReadOnlyList<int> Free(int count) => [.. Enumerable.Range(0, count).Select(static _ => Free())];

    private static int Free()
    {
        lock (Gate)
        {
            for (var tries = Highest - Lowest; tries > 0; tries--)
            {
                _next = _next < Highest ? _next + 1 : Lowest;
                if (IsFree(_next))
                {
                    return _next;
                }
            }
        }

        throw new InvalidOperationException($"No port from {Lowest} to {Highest} is free.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
