using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Platform.Hosting;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Platform.Tests.Outbound;

public sealed class OutboundSettingsTests
{
    [Fact]
    public void Settings_open_networks_and_add_roots()
    {
        using var certificates = new TestCertificates();

        using var services = Services(("Outbound:AllowedNetworks:0", "10.0.0.0/8"), ("Outbound:TrustedCertificates:0", certificates.RootPath));

        services.GetRequiredService<AddressGuard>().Check(IPAddress.Parse("10.0.0.1")).Permitted.ShouldBeTrue();
        services.GetRequiredService<TrustedRoots>().Certificates.Count.ShouldBe(1);
        services.GetRequiredService<OutboundHandlers>().ShouldNotBeNull();
    }

    [Fact]
    public void Without_settings_nothing_but_the_public_internet_is_open()
    {
        using var services = Services();

        services.GetRequiredService<AddressGuard>().Check(IPAddress.Loopback).Permitted.ShouldBeFalse();
        services.GetRequiredService<TrustedRoots>().Certificates.Count.ShouldBe(0);
    }

    [Fact]
    public void A_wrong_network_stops_the_start_with_key_value_and_what_was_expected()
    {
        var error = Should.Throw<SettingsException>(() => Services(("Outbound:AllowedNetworks:0", "::1"), ("Outbound:AllowedNetworks:1", "10.0.0.1/8")));

        error.Message.ShouldStartWith("TAUTAN_Outbound__AllowedNetworks__1 is \"10.0.0.1/8\": expected a network");
        error.Message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("/nowhere/at/all.pem")]
    [InlineData("")]
    [InlineData("/")]
    public void A_wrong_path_stops_the_start(string path) =>
        Should.Throw<SettingsException>(() => Services(("Outbound:TrustedCertificates:0", path)))
            .Message.ShouldStartWith($"TAUTAN_Outbound__TrustedCertificates__0 is \"{path}\": expected the path of a PEM file");

    [Theory]
    [InlineData("no certificate in here")]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_without_certificates_stops_the_start(string content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            Should.Throw<SettingsException>(() => Services(("Outbound:TrustedCertificates:0", path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.AddOutbound();
        return builder.Services.BuildServiceProvider();
    }
}
