using System.Diagnostics;
using System.Globalization;

namespace EmailCampaign.Testing.Clusters;

/// <summary>
/// Hosts with networks of their own on this machine: Linux network namespaces behind one bridge, whose first address is this machine's. Any
/// two of them can be cut off from each other. Needs root and iproute2. Disposing removes them.
/// </summary>
public sealed class NetworkHosts : IAsyncDisposable
{
    private readonly string _prefix;
    private readonly int _subnet;
    private readonly int _count;

    private NetworkHosts(int count)
    {
        // A name of an interface has 15 letters at most.
        _prefix = string.Create(CultureInfo.InvariantCulture, $"ec{Environment.ProcessId % 100_000}");
        _subnet = 1 + (Environment.ProcessId % 250);
        _count = count;
    }

    /// <summary>This machine's address, as the hosts see it.</summary>
    public string Outside => Address(0);

    /// <returns>The hosts, or the reason why there are none.</returns>
    public static async Task<(NetworkHosts? Hosts, string? Reason)> TryCreateAsync(int count)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return (null, "network namespaces need Linux and root");
        }

        var hosts = new NetworkHosts(count);
        try
        {
            await hosts.CreateAsync();
            return (hosts, null);
        }
        catch (Exception error)
        {
            await hosts.DisposeAsync();
            return (null, $"network namespaces cannot be made ({error.Message})");
        }
    }

    public SiloHost Host(int number) => new(Address(10 + number), ["ip", "netns", "exec", Name(number)]);

    /// <summary>Neither host's packets reach the other from now on.</summary>
    public async Task CutAsync(int one, int other)
    {
        await IpAsync("-n", Name(one), "route", "add", "blackhole", Address(10 + other));
        await IpAsync("-n", Name(other), "route", "add", "blackhole", Address(10 + one));
    }

    public async Task MendAsync(int one, int other)
    {
        await IpAsync("-n", Name(one), "route", "del", "blackhole", Address(10 + other));
        await IpAsync("-n", Name(other), "route", "del", "blackhole", Address(10 + one));
    }

    public async ValueTask DisposeAsync()
    {
        for (var number = 0; number < _count; number++)
        {
            await TryIpAsync("netns", "del", Name(number));
        }

        await TryIpAsync("link", "del", Bridge);
    }

    private string Bridge => _prefix + "br";

    private string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}n{number}");

    private string Address(int last) => string.Create(CultureInfo.InvariantCulture, $"10.231.{_subnet}.{(last == 0 ? 1 : last)}");

    private async Task CreateAsync()
    {
        await IpAsync("link", "add", Bridge, "type", "bridge");
        await IpAsync("addr", "add", $"{Outside}/24", "dev", Bridge);
        await IpAsync("link", "set", Bridge, "up");
        for (var number = 0; number < _count; number++)
        {
            var (name, link) = (Name(number), string.Create(CultureInfo.InvariantCulture, $"{_prefix}v{number}"));
            await IpAsync("netns", "add", name);
            await IpAsync("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
            await IpAsync("link", "set", link, "master", Bridge);
            await IpAsync("link", "set", link, "up");
            await IpAsync("-n", name, "addr", "add", $"{Address(10 + number)}/24", "dev", "eth0");
            await IpAsync("-n", name, "link", "set", "eth0", "up");
            await IpAsync("-n", name, "link", "set", "lo", "up");
        }
    }

    private static async Task IpAsync(params string[] arguments)
    {
        if (await TryIpAsync(arguments) is { } problem)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {problem}");
        }
    }

    private static async Task<string?> TryIpAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
