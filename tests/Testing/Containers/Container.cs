using System.Globalization;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Containers;

/// <summary>
/// A container without a container engine: a process with the image's files as its root, a network address, a host name and a file system of
/// its own, as the user, with the environment, the arguments and the mounts that the image and the compose file give. Needs Linux and root.
/// </summary>
/// <param name="image">The files, and what the image says.</param>
/// <param name="service">What the compose file says.</param>
/// <param name="network">Where it has an address.</param>
/// <param name="number">Which address of the network.</param>
public sealed class Container(BuiltImage image, ComposeService service, ContainerNetwork network, int number) : IAsyncDisposable
{
    // What the base image sets, of what is not about the image's own making.
    private static readonly Dictionary<string, string> BaseEnvironment = new()
    {
        ["APP_UID"] = "1654",
        ["ASPNETCORE_HTTP_PORTS"] = "8080",
        ["DOTNET_RUNNING_IN_CONTAINER"] = "true",

        // It has no .NET, and this machine's is not to be found: a folder that is there and has none. One that is not there would not be believed.
        ["DOTNET_ROOT"] = "/usr",
    };

    // Its file system: nothing but the system's programs, which stand for those of the base image, and the application; all of it read-only.
    private const string Script = """
        set -e
        root=$1; name=$2; application=$3; folder=$4; hosts=$5; shift 5
        hostname "$name"
        mount -t tmpfs -o mode=0755 tmpfs "$root"
        for link in bin lib lib64; do [ ! -e "/$link" ] || cp -a "/$link" "$root/$link"; done
        mkdir -p "$root/usr" "$root/proc" "$root/dev" "$root/etc" "$root$folder"
        mount --rbind /usr "$root/usr"
        mount -o remount,bind,ro "$root/usr"
        mount --rbind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount --bind "$application" "$root$folder"
        mount -o remount,bind,ro "$root$folder"
        printf "%b" "$hosts" > "$root/etc/hosts"
        while [ "$1" != -- ]; do
          case $1 in
            tmpfs) mkdir -p "$root$2"; mount -t tmpfs -o mode=1777 tmpfs "$root$2"; shift 2;;
            bind) mkdir -p "$root$3"; mount --bind "$2" "$root$3"; mount -o remount,bind,ro "$root$3"; shift 3;;
            readonly) mount -o remount,ro "$root"; shift;;
          esac
        done
        shift
        user=$1; shift
        exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$root" /usr/bin/env -i -C "$folder" "$@"
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("campaign-root-");
    private readonly List<RunningProcess> _processes = [];

    private string Name => string.Create(CultureInfo.InvariantCulture, $"{service.Name}-{number}");

    /// <summary>What runs in it, or ran last.</summary>
    public RunningProcess Process => _processes[^1];

    /// <summary>Starts its program; with arguments in place of the compose file's when they are given. After its end it may be started again.</summary>
    public RunningProcess Start(params IReadOnlyList<string> arguments)
        => Run([.. service.Entrypoint ?? image.Settings.Entrypoint, .. arguments.Count > 0 ? arguments : service.Command]);

    /// <summary>Runs its health check beside its program.</summary>
    /// <returns>Whether it is well.</returns>
    public async Task<bool> IsWellAsync()
    {
        await using var check = Begin([.. service.HealthCheck ?? image.Settings.HealthCheck]);
        return await check.ExitAsync(TimeSpan.FromSeconds(30)) == 0;
    }

    /// <summary>As <c>docker stop</c>: SIGTERM, and the wait for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await Process.SignalAsync("TERM");
        return await Process.ExitAsync(service.StopGracePeriod);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }

    private RunningProcess Run(IReadOnlyList<string> command)
    {
        _processes.Add(Begin(command));
        return Process;
    }

    private RunningProcess Begin(IReadOnlyList<string> command)
    {
        var host = network.Hosts.Host(number);
        var hosts = network.Names.Append(KeyValuePair.Create(Name, host.Address)).Append(KeyValuePair.Create("localhost", "127.0.0.1"));
        var environment = BaseEnvironment.Concat(image.Settings.Environment).Concat(service.Environment)
            .GroupBy(static variable => variable.Key, static variable => variable.Value)
            .Select(static variable => $"{variable.Key}={variable.Last()}");
        string[] whole =
        [
            .. host.Prefix, "unshare", "--mount", "--uts", "sh", "-c", Script, "sh",
            _root.FullName, Name, image.Folder, image.Settings.WorkingDirectory, string.Concat(hosts.Select(static one => $"{one.Value} {one.Key}\\n")),
            .. Mounts(), "--", service.User ?? image.Settings.User, .. environment, .. command,
        ];
        return RunningProcess.Start(whole[0], whole[1..], _root.FullName);
    }

    private IEnumerable<string> Mounts()
    {
        foreach (var folder in service.Temporary)
        {
            yield return "tmpfs";
            yield return folder;
        }

        foreach (var volume in service.Volumes)
        {
            var parts = volume.Split(':');
            yield return "bind";
            yield return Path.GetFullPath(SourceTree.In(parts[0]));
            yield return parts[1];
        }

        if (service.IsReadOnly)
        {
            yield return "readonly";
        }
    }
}
