using Microsoft.Extensions.Configuration;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Tests.Hosting;

public sealed class SettingsTests
{
    private static readonly SettingsSection[] Sections =
        [new("Urls", typeof(UrlsOptions)), new("Sample", typeof(Sample)), new("Services", typeof(Dictionary<string, string>))];

    [Theory]
    [InlineData("Urls:Public", "http://127.0.0.1:1")]
    [InlineData("urls:PUBLIC", "http://127.0.0.1:1")]
    [InlineData("Sample:Networks:0", "10.0.0.0/8")]
    [InlineData("Sample:Inner:Depth", "3")]
    [InlineData("Services:anything", "https://x:1")]
    public void A_known_setting_is_accepted_in_any_case(string key, string value) => Settings.RefuseUnknown(Of(key, value), Sections);

    [Theory]
    [InlineData("Urls:Pubic", "TAUTAN_Urls__Pubic is no setting (is TAUTAN_Urls__Public meant?)")]
    [InlineData("Url:Public", "TAUTAN_Url is no setting (is TAUTAN_Urls meant?)")]
    [InlineData("Sample:Inner:Deep", "TAUTAN_Sample__Inner__Deep is no setting (is TAUTAN_Sample__Inner__Depth meant?)")]
    public void An_unknown_setting_is_refused_with_the_nearest_that_is_known(string key, string message) =>
        Should.Throw<SettingsException>(() => Settings.RefuseUnknown(Of(key, "x"), Sections)).Message.ShouldStartWith(message);

    [Fact]
    public void A_value_of_the_wrong_type_is_refused_by_name() =>
        Should.Throw<SettingsException>(() => Settings.Get<Sample>(Of("Sample:Count", "many"), "Sample")).Message.ShouldContain("Sample:Count");

    [Theory]
    [InlineData(null, "http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData(null, "http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData(null, "http://[::]:8080", "http://localhost:8080/")]
    [InlineData("https://go.example/", "http://0.0.0.0:8080", "https://go.example/")]
    public void The_base_is_what_is_set_or_the_public_address_with_a_wildcard_read_as_localhost(string? baseUrl, string publicUrl, string expected) =>
        new UrlsOptions { Base = baseUrl, Public = publicUrl }.BaseUri().ToString().ShouldBe(expected);

    [Theory]
    [InlineData("https://go.example/path")]
    [InlineData("ftp://go.example")]
    [InlineData("go.example")]
    [InlineData("https://user@go.example")]
    public void A_base_that_is_more_or_less_than_scheme_host_and_port_is_refused(string value) =>
        new UrlsOptions { Base = value }.Problems().Single().Key.ShouldBe("Base");

    private static IConfigurationRoot Of(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();

    private sealed class Sample
    {
        public int Count { get; set; }

        public IList<string> Networks { get; } = [];

        public Inner Inner { get; set; } = new();
    }

    private sealed class Inner
    {
        public int Depth { get; set; }
    }
}
