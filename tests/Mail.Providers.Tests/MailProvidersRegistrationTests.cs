using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Tests;

public sealed class MailProvidersRegistrationTests
{
    [Fact]
    public async Task AddMailProviders_NoSettings_OffersOutboxAndSmtp()
    {
        await using var services = Services();
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Equal(["outbox", "smtp"], catalog.Names);
        Assert.False(catalog.Find("outbox")!.Capabilities.LeavesTheMachine);
        Assert.Equal("smtp", catalog.Find("smtp")!.Name);
        Assert.Same(catalog.Find("smtp"), services.GetRequiredKeyedService<IMailProvider>("smtp"));
        Assert.Null(catalog.Find("nobody"));
        Assert.Null(catalog.Problem("outbox"));
        Assert.Contains("nobody", catalog.Problem("nobody"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Port", "0")]
    [InlineData("Port", "abc")]
    [InlineData("Host", "")]
    [InlineData("Host", "no such host")]
    [InlineData("Host", "smtp.acme.example:587")]
    [InlineData("Host", "http://smtp.acme.example")]
    [InlineData("Host", "smtp..acme.example")]
    [InlineData("Host", "news@acme.example")]
    [InlineData("Security", "sometimes")]
    [InlineData("Security", "9")]
    [InlineData("MaxSessions", "0")]
    [InlineData("Username", "jane")]
    [InlineData("CommandTimeout", "00:00:00")]
    [InlineData("Hots", "smtp.acme.example")]
    public async Task Problem_BadSetting_IsNamed(string name, string value)
    {
        await using var services = Services(("Providers:smtp:" + name, value));
        var catalog = services.GetRequiredService<IMailProviderCatalog>();

        Assert.Contains("Providers:smtp:" + name, catalog.Problem("smtp"), StringComparison.Ordinal);
        Assert.NotNull(catalog.Find("outbox"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("smtp.acme.example")]
    [InlineData("smtp.acme.example.")]
    [InlineData("mail_relay")]
    [InlineData("smtp.münchen.example")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%1")]
    public async Task Problem_HostThatMayBe_IsNone(string host)
    {
        await using var services = Services(("Providers:smtp:Host", host));

        Assert.Null(services.GetRequiredService<IMailProviderCatalog>().Problem("smtp"));
    }

    [Fact]
    public async Task Problem_SeveralBadSettings_NeverTellsThePassword()
    {
        await using var services = Services(("Providers:smtp:Port", "0"), ("Providers:smtp:Password", "hunter2"));

        var problem = services.GetRequiredService<IMailProviderCatalog>().Problem("smtp");

        Assert.Contains("Providers:smtp:Username", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outbox", true)]
    [InlineData("smtp", false)]
    public async Task Start_BadSmtpSettings_StopsTheStartOnlyWhenSmtpIsChosen(string chosen, bool starts)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("Sending:MailProvider", chosen), new("Providers:smtp:Port", "0")]);
        builder.Services.AddMailProviders(builder.Configuration, "outbox");
        using var host = builder.Build();

        var failure = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(starts, failure is null);
        Assert.Equal(!starts, failure is OptionsValidationException);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Outbox_PathSetting_OverridesTheHostsFolder()
    {
        var folder = Directory.CreateTempSubdirectory("outbox-path-");
        await using var services = Services(("Providers:outbox:Path", folder.FullName));

        await services.GetRequiredService<IMailProviderCatalog>().Find("outbox")!
            .SendAsync([TestMail.To("a@x.test")], TestMail.OpenWindow(), TestContext.Current.CancellationToken);

        Assert.Single(folder.GetFiles("*.eml", SearchOption.AllDirectories));
        folder.Delete(recursive: true);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings)
        => new ServiceCollection()
            .AddMailProviders(
                new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build(),
                "outbox")
            .BuildServiceProvider();
}
