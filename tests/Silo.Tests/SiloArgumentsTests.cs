using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Tests;

public sealed class SiloArgumentsTests
{
    [Fact]
    public void Parse_SettingsInEitherForm_AreSettings()
    {
        var arguments = SiloArguments.Parse(
            ["--database", "Host=db;Database=c", "--Silo:Port=11112", "--Sending:WorkerCount", "50", "--config", "a.json", "--migrate-only"]);

        Assert.Equal(
            [new("Storage:Database", "Host=db;Database=c"), new("Silo:Port", "11112"), new("Sending:WorkerCount", "50")], arguments.Settings);
        Assert.Equal((null, "a.json", true, null), (arguments.DataDirectory, arguments.ConfigFile, arguments.MigrateOnly, arguments.Health));
    }

    [Fact]
    public void Parse_ValueWithEqualsSigns_IsKeptWhole()
        => Assert.Equal("Host=db;Password=a=b", SiloArguments.Parse(["--database=Host=db;Password=a=b"]).Settings[0].Value);

    [Theory]
    [InlineData("--database needs a value.", "--database")]
    [InlineData("--Silo:Port needs a value.", "--Silo:Port")]
    [InlineData("There is no option --frob.", "--frob")]
    [InlineData("There is no option frob.", "frob")]
    [InlineData("There is no option -d.", "-d", "x")]
    [InlineData("There is no option --migrate-only.", "--migrate-only=yes")]
    [InlineData("--health is live or ready.", "--health", "well")]
    [InlineData("--health needs a value.", "--health")]
    public void Parse_Mistake_IsSaid(string expected, params string[] arguments)
        => Assert.StartsWith(expected, Assert.Throws<StartRefusedException>(() => SiloArguments.Parse(arguments)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--data and a database", "--data", "d", "--database", "Host=db;Database=c")]
    [InlineData("--migrate-only needs a --database", "--migrate-only")]
    [InlineData("The connection string of the database cannot be read", "--database", "frob")]
    [InlineData("The connection string of the database names no Host", "--database", "Database=c")]
    [InlineData("The connection string of the database names no Database", "--database", "Host=db")]
    [InlineData("Cluster:GrainDirectory is \"x\"; it must be distributed or local.", "--Cluster:GrainDirectory", "x")]
    [InlineData("Admin:Address is \"localhost\"; it must be an IP address.", "--Admin:Address", "localhost")]
    [InlineData("Silo:Address is \"localhost\"; it must be an IP address or host.", "--Silo:Address", "localhost")]
    [InlineData("--health has nobody to ask", "--health", "ready", "--Admin:Port", "0")]
    [InlineData("There is no setting Admin:Prot; the nearest is Admin:Port.", "--Admin:Prot", "1")]
    public async Task RunAsync_Mistake_IsOneSentenceAndTwo(string expected, params string[] arguments)
    {
        var errors = new StringWriter();

        Assert.Equal(SiloExit.Refused, await SiloProgram.RunAsync(arguments, errors, static () => { }));

        Assert.StartsWith(expected, errors.ToString(), StringComparison.Ordinal);
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task RunAsync_UnreadableConnectionString_QuotesNothingOfIt()
    {
        var errors = new StringWriter();

        await SiloProgram.RunAsync(["--database", "Host=db;Port=secret-by-mistake;Database=c"], errors, static () => { });

        Assert.DoesNotContain("secret", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "--data", "d", "--database", "Host=db;Database=c")]
    [InlineData(0, "--health", "ready", "--Admin:Port", "0")]
    [InlineData(0, "--frob")]
    public async Task RunAsync_ToHostASilo_AsksToWorkInBulk(int times, params string[] arguments)
    {
        var asked = 0;

        await SiloProgram.RunAsync(arguments, TextWriter.Null, () => asked++);

        Assert.Equal(times, asked);
    }
}
