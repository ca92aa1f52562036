using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Contracts.Clicks;

namespace Tautan.Contracts.Tests.Clicks;

public sealed class ClickRecordTests
{
    private static readonly Guid One = new("01900000-0000-7000-8000-00000000000a");

    [Fact]
    public void What_is_written_is_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(long Time, byte Kind, byte Method, byte Flags, ushort Status)>(), Texts(), ArbMap.Default.ArbFor<(Guid, Guid, Guid, Guid)>(), (numbers, texts, ids) =>
        {
            var buffer = new byte[ClickRecord.MaxLength];
            var click = new Click
            {
                Time = numbers.Time,
                Kind = (ClickKind)((numbers.Kind % 6) + 1),
                Method = (ClickMethod)(numbers.Method % 8),
                Flags = (ClickFlags)(numbers.Flags & 7),
                Status = numbers.Status,
                Workspace = ids.Item1,
                Link = ids.Item2,
                Domain = ids.Item3,
                Destination = ids.Item4,
                Host = texts[0],
                PathAndQuery = texts[1],
                UserAgent = texts[2],
                Referer = texts[3],
                AcceptLanguage = texts[4],
            };
            var length = ClickRecord.Write(click, buffer);
            ClickRecord.Stamp(buffer, 42);
            ClickRecord.TryRead(buffer, out var read).ShouldBeTrue();
            read.Length.ShouldBe(length);
            read.Sequence.ShouldBe(42UL);
            read.Time.ShouldBe(click.Time);
            read.Kind.ShouldBe(click.Kind);
            read.Method.ShouldBe(click.Method);
            read.Flags.ShouldBe(click.Flags);
            read.Status.ShouldBe(click.Status);
            read.Workspace.ShouldBe(click.Workspace);
            read.Link.ShouldBe(click.Link);
            read.Domain.ShouldBe(click.Domain);
            read.Destination.ShouldBe(click.Destination);
            read.Address.ShouldBeNull();
            Encoding.UTF8.GetString(read.Host).ShouldBe(Cut(texts[0]));
            Encoding.UTF8.GetString(read.PathAndQuery).ShouldBe(Cut(texts[1]));
            Encoding.UTF8.GetString(read.UserAgent).ShouldBe(Cut(texts[2]));
            Encoding.UTF8.GetString(read.Referer).ShouldBe(Cut(texts[3]));
            Encoding.UTF8.GetString(read.AcceptLanguage).ShouldBe(Cut(texts[4]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), (byte[] bytes) =>
        {
            var record = new byte[ClickRecord.MaxLength];
            _ = ClickRecord.Write(new Click { Kind = ClickKind.Redirect, Host = "go.example", UserAgent = "agent" }, record);
            bytes.AsSpan(0, Math.Min(bytes.Length, 200)).CopyTo(record.AsSpan(1));
            ReadAll(record);
            ReadAll(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_damaged_byte_is_read_without_an_exception()
    {
        var record = Written(out var length);
        for (var at = 0; at < length; at++)
        {
            for (var value = 0; value < 256; value += 5)
            {
                var damaged = record[..length];
                damaged[at] = (byte)value;
                ReadAll(damaged);
            }
        }
    }

    [Fact]
    public void A_record_cut_short_is_no_record()
    {
        var record = Written(out var length);
        for (var cut = 0; cut < length; cut++)
            ClickRecord.TryRead(record.AsSpan(0, cut), out _).ShouldBeFalse();
        ClickRecord.TryRead(record.AsSpan(0, length), out _).ShouldBeTrue();
    }

    [Fact]
    public void Fields_appended_by_a_later_writer_are_passed_over()
    {
        var record = Written(out var length);
        var longer = new byte[length + 10];
        record.AsSpan(0, length).CopyTo(longer);
        BitConverter.TryWriteBytes(longer.AsSpan(2), (ushort)longer.Length);
        ClickRecord.TryRead(longer, out var click).ShouldBeTrue();
        click.Length.ShouldBe(longer.Length);
        Encoding.UTF8.GetString(click.UserAgent).ShouldBe("agent");
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    [InlineData("::ffff:192.0.2.7")]
    public void Addresses_of_both_families_are_kept(string text)
    {
        var buffer = new byte[ClickRecord.MaxLength];
        ClickRecord.Write(new Click { Kind = ClickKind.Unknown, Address = IPAddress.Parse(text) }, buffer);
        ClickRecord.TryRead(buffer, out var click).ShouldBeTrue();
        click.Address.ShouldBe(IPAddress.Parse(text.Replace("::ffff:", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_layout_of_version_1_stands_still()
    {
        var buffer = new byte[ClickRecord.MaxLength];
        var click = new Click
        {
            Time = 0x0102030405060708,
            Kind = ClickKind.Expired,
            Method = ClickMethod.Head,
            Flags = ClickFlags.FailedOver | ClickFlags.GlobalPrivacyControl,
            Status = 410,
            Workspace = One,
            Link = One,
            Domain = One,
            Destination = One,
            Address = IPAddress.Parse("192.0.2.7"),
            Host = "h",
            PathAndQuery = "/p",
            UserAgent = "ua",
            Referer = "r",
            AcceptLanguage = "de",
        };
        var length = ClickRecord.Write(click, buffer);
        ClickRecord.Stamp(buffer, 9);
        Convert.ToHexStringLower(buffer.AsSpan(0, length)).ShouldBe(
            "01" + "04" + "7a00" + "02" + "05" + "9a01" + "0900000000000000" + "0807060504030201"
            + string.Concat(Enumerable.Repeat("0190000000007000800000000000000a", 4))
            + "00000000000000000000ffffc0000207"
            + "0100" + "0200" + "0200" + "0100" + "0200"
            + "68" + "2f70" + "7561" + "72" + "6465");
    }

    [Fact]
    public void A_text_is_cut_between_characters()
    {
        var buffer = new byte[ClickRecord.MaxLength];
        ClickRecord.Write(new Click { Kind = ClickKind.Unknown, UserAgent = "a" + new string('ü', 600), Referer = "b" }, buffer);
        ClickRecord.TryRead(buffer, out var click).ShouldBeTrue();
        Encoding.UTF8.GetString(click.UserAgent).ShouldBe("a" + new string('ü', 255));
        Encoding.UTF8.GetString(click.Referer).ShouldBe("b");
    }

    private static byte[] Written(out int length)
    {
        var record = new byte[ClickRecord.MaxLength];
        length = ClickRecord.Write(new Click { Kind = ClickKind.Redirect, Host = "go.example", PathAndQuery = "/x?y", UserAgent = "agent" }, record);
        return record;
    }

    private static void ReadAll(ReadOnlySpan<byte> bytes)
    {
        if (!ClickRecord.TryRead(bytes, out var click))
            return;
        _ = click.Sequence;
        _ = click.Address?.ToString();
        _ = (click.Time, click.Kind, click.Method, click.Flags, click.Status, click.Workspace, click.Link, click.Domain, click.Destination);
        _ = click.Host.Length + click.PathAndQuery.Length + click.UserAgent.Length + click.Referer.Length + click.AcceptLanguage.Length;
    }

    private static string Cut(string text)
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var cut = new StringBuilder();
        var bytes = 0;
        foreach (var rune in valid.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > ClickRecord.MaxText)
                break;
            cut.Append(rune.ToString());
        }

        return cut.ToString();
    }

    private static Arbitrary<string[]> Texts() => Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements("", new string('x', 511), new string('x', 513), new string('€', 300), "\ud800", "😀😀"))
        .ArrayOf(5).ToArbitrary();
}
