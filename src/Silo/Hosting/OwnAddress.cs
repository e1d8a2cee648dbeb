using System.Net;
using System.Net.Sockets;
using EmailCampaign.Silo.Configuration;

namespace EmailCampaign.Silo.Hosting;

/// <summary>The address that a cluster's silo gives to the others.</summary>
internal static class OwnAddress
{
    /// <exception cref="StartRefusedException">It is to be that of the machine's name, which stands for none that others could reach.</exception>
    public static IPAddress Of(SiloPortOptions options)
        => options.Address == SiloPortOptions.OfTheHost ? Choose(Dns.GetHostName(), Look(Dns.GetHostName())) : IPAddress.Parse(options.Address);

    /// <summary>IPv4 first: that is what container networks have, with or without IPv6 beside it.</summary>
    internal static IPAddress Choose(string name, IReadOnlyList<IPAddress> addresses)
        => addresses.Where(static address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .MinBy(static address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            ?? throw new StartRefusedException(
                $"{SiloPortOptions.Section}:{nameof(SiloPortOptions.Address)} is \"{SiloPortOptions.OfTheHost}\", but this machine's name {name} stands for "
                    + "no address that others could reach; name the address itself.");

    private static IPAddress[] Look(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
