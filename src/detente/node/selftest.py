"""Decide whether this machine computes what the record is made of.

A node runs these known answers before it opens a key, and does not start where one is
wrong: a library built without ML-DSA, or one that takes what it must refuse, would sign
or believe what nobody else can check. The answers are those of FIPS 180-4, RFC 6962 and
RFC 8032 section 7.1, or were computed from the seed 00 01 .. 1f by other programs.
"""

import base64
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import mldsa

from detente.record import feed, keys, seal, wire
from detente.record.errors import DetenteError, Malformed, SelfTestFailed, Unproven

_SEED: Final = bytes(range(32))


def run() -> None:
    """Compute every known answer, in some milliseconds.

    Raises:
        SelfTestFailed: an answer came out wrong, or cannot be computed here.
    """
    for name, answer in _ANSWERS.items():
        sentence = (
            f"The self-test of {name} failed: this machine must not sign or judge. "
            "Install Detente anew from its lock file, or use another machine."
        )
        try:
            right = answer()
        except (DetenteError, UnsupportedAlgorithm, ValueError) as error:
            raise SelfTestFailed(sentence) from error
        if not right:
            raise SelfTestFailed(sentence)


def _refused(why: type[DetenteError], call: Callable[[], object]) -> bool:
    try:
        call()
    except why:
        return True
    return False


def _sha256() -> bool:
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    return hashlib.sha256(b"abc").hexdigest() == known


def _cbor() -> bool:
    def read(text: str) -> wire.Value:
        return wire.decode(bytes.fromhex(text), max_bytes=64)

    # Too long, unsorted, doubled, open-ended, a float, a date, two values, not NFC:
    # each could be shown for something else than what was signed.
    others = "1801 a2616200616100 a201000100 9fff f93c00 c100 0000 6365cc81"
    value: dict[int | str, wire.Value] = {10: 500, "a": [b"", None]}
    known = "a20a1901f461618240f6"
    return (wire.encode(value).hex(), read(known)) == (known, value) and all(
        _refused(Malformed, partial(read, text)) for text in others.split()
    )


def _tree() -> bool:
    data = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
    leaves = [feed.leaf_hash(bytes.fromhex(each)) for each in data]
    leaves.append(feed.leaf_hash(bytes(range(0x60, 0x70))))
    path = feed.consistency_path(feed.Frontier().extend(leaves[:6]), leaves[6:])
    proof = feed.inclusion_path(leaves, 5)
    roots = [*feed.roots_of_path(6, 8, path), feed.EMPTY_ROOT]
    roots.append(feed.root_of_inclusion(leaves[5], 5, 8, proof))
    return [root.hex() for root in roots] == [
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]


def _binds(key: keys.PublicKey, message: bytes, signature: bytes) -> bool:
    """Tell whether the key takes its signature and refuses the altered one."""
    keys.verify(keys.enrol(key), message, signature)
    altered = bytes([signature[0] ^ 1]) + signature[1:]
    return _refused(Unproven, partial(keys.verify, key, message, altered))


def _ed25519() -> bool:
    raw = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    identity = keys.PublicKey(keys.ED25519, b"\x01" + bytes(31))
    key = keys.PublicKey(keys.ED25519, bytes.fromhex(raw))
    return _refused(Unproven, partial(keys.enrol, identity)) and _binds(
        key, b"\x72", bytes.fromhex(signature)
    )


def _ml_dsa_44() -> bool:
    raw = mldsa.MLDSA44PrivateKey.from_seed_bytes(_SEED).public_key().public_bytes_raw()
    known = "043f891cb4855f4d87e0c87bf1fe38174b540b8b84ae6b3d6c99600b963544a1"
    return _ml_dsa(keys.PublicKey(keys.ML_DSA_44, raw), known, _SIGNED_44)


def _ml_dsa_65() -> bool:
    raw = mldsa.MLDSA65PrivateKey.from_seed_bytes(_SEED).public_key().public_bytes_raw()
    known = "eea6088cda05d86e23663298fcb744ec2f9494b76a6897091663bde56110508b"
    return _ml_dsa(keys.PublicKey(keys.ML_DSA_65, raw), known, _SIGNED_65)


def _ml_dsa(key: keys.PublicKey, kid: str, signature: str) -> bool:
    signed = base64.b85decode(signature)
    return keys.thumbprint(key).hex() == kid and _binds(key, b"Detente", signed)


def _seal() -> bool:
    private, public = seal.private_key(_SEED)
    route = seal.Route(bytes(32), "NORTH", "SOUTH", bytes(32))
    sealed = bytes.fromhex("36b19ff08100776cb9647cbb33fd513761c113838e844bde2e943aa9")
    frame = seal.Frame(route, bytes(16), 7, base64.b85decode(_ENCLOSED), sealed)
    turned = frame._replace(route=route._replace(sender="SOUTH", reader="NORTH"))
    epoch_key = seal.open_epoch(frame, private)
    return (
        seal.sealing_kid(public).hex()
        == "e49580d6293202e4fc813d1187475d9882cef5fa75abacfa580741a27b7b8a08"
        and seal.open_bundle(frame, epoch_key) == b"known answer"
        and _refused(Unproven, partial(seal.open_epoch, turned, private))
        and _refused(Unproven, partial(seal.open_bundle, turned, epoch_key))
    )


_ANSWERS: Final = {
    "SHA-256": _sha256,
    "strict CBOR": _cbor,
    "the Merkle tree": _tree,
    "Ed25519": _ed25519,
    "ML-DSA-44": _ml_dsa_44,
    "ML-DSA-65": _ml_dsa_65,
    "MLKEM768-X25519 and AES-256-GCM": _seal,
}

# Two signatures of b"Detente" and one sealed key, in base 85: compared, never read.
_SIGNED_44 = "cr!@++A>BHi0CK!blRQ&0I%ml#kpS5WhC0d+Hkl`IouImwOHADBDCc6J`g1}>Ma&0xt@t7+F067M<r<)N@DCf6m<fW^ywXw{Zi_jUf}}Tc&wr229=2;5t7GZAKK#wo@c_xg#64HV2Cf5bmc0%0@2tXvR}UnR3Xy<>w4_rU^del-k@3c^;oF2iuN5%KnB}Z^KMiU(2=&ryN`lTD6lJwke?<T{^xII@%uFg>$+vRRg&d|4ZSDU9PT3_VNa}pdm|*`B>G+dZ6f&vIo5bs9-Bu7Pz%9Z`Rr;X3881O=HA7UTB$6)THja*DF*JxY;m>W{}3!vlf!IiUr@W=lX>Nx5Oc3&DZ;d!OF=X7(u#~A_kOj*ECMfec^t1&$lmbEd!Njvc`qHHbBGO@wshPGsZ0}qVXC#e#yf@$+!ua%wE9-v;y1NdcZk(uJecK^F|xXoR0Q>LSW&y$0O1}~6k{Y{W!MZEEUI?;^uHX#3J&1zGf=pHX^w=~vK}p;X1rJBJU=_Vj@^%aP^pHC@a+=V6}a7zu;xC8N2%8c@;Fed(YOZvsQhgzL@h0qgAsNPud%id=h^JH6~3{ykxbCuH_Lpv(UgpVbro!9YozMLlbfHFnjBqUGmpjTREAwbz*DRUlim>Yy&o4uNwc~cD7EM2Sj|wrxv0lnJAX-BzQ_`pP?Lb4ShF-Z<xf3`FRLKuP_GF@hFDxkJSl{+SWpIRdT<X{@jE?_#2fRniT-itow4^;kMh~N6rJ~XlA_pkwI&n(aOC|Zmxc$0xHVa^Pjj+5<Bl2{JcCUx5ky=0bv=0FHesy}RDSX*N=G_%FuR*ZyllH=MqxMFrV={mmgYqh?wKfL9~~+{E-9G!+cuq1J5dXNPSk6YQS%{v3`4+W9!*HJ8U*}iXk0;)!j$VPAL$L&frn~!!nSmNzDV+ODXhR5Qv-^P`oySj{cf*6e&a*S+^#14ph5r({o`a@+{}-qM1jgayktLuN>Tsf65J@PE41xa7OvcGvuCxuF9)<eT7Uo0isOo|gzK>EbJ0Ucm2XbEF$QquWnDjBQ`ESU|Jkcn&`HU+_U&-JR<q|(2a<|+1AtxVK})@C<u;U{Q2zU>rX~_HhE{Jw#JAIp^sV&QOo5yvBdc;mp*VppQC4b<RKB@5@gZPW5;+NFCS~@I4c<FbE+x}<FBh%TQ8s_-3|8K4iqpF+aLM;4a0qH&bkRGXYmg-45&^btA|;@5_}IiY`!<9;yc6M;rSI)h{R0=E=^%+T{3<KC2!Q=OGFa%`lACun$!)*aYGjd_Tp(0qC)=aO`q*8<*LLP~1xPt$7Fwzqw=Jef0PwJ8ICt<+4pVw}iF~!BsEP4u>{-HjCL&z3XyG*^*qfE$;xg?RCl1d@9A=dRIZa*%(6$ywJ7yo)o~gQfn7qdZp)=x+z|={|7hB&xH4i{?l=)OHm!hnYS~gpX^9mTR^otn2m9!UmFYuq&FSL93nqZJ|h*Yt3$hJL)mVfwpyY*C2FoFT~7}iFcL!lE{E83!C7~r?wdft>y`<cbFNC*fa)$U!*!ao{}T~_}#NrlNXb3D8U7gR#5u17c5Vqj_HJYf^y@l#eaW-L#z%ZMu!C$5e7AGCpCT>^3H4g>kStDJ81HQshBQj4wEc@)P77t12YCRDB8h`LK%U<{6W8`_e$a?Et2DjU@<bH>U`krhtB4=jPzf}pYxh)>*&D6EUa6wEkb?Ss5}KlHaIK~zpvsiPG9M}cfC>h6?v!yTnbV*Ps&_pFS-w$K*Qr7&&BxRxzSeG19)T9au|(z2L<nb;b=fTj23x%u*986-c?ml~w7i0oLU*09c`3Tn94s&5PJQoJ<XNy8D7E^{kl4(vlxuqo%**8+5@_Tb9T4m+3)AOZYzqxk7bE+3cJJCYcV!W+*wpRj=G1dUH!bT`4o-&VzliG+@bc<8m%E{w(?z^Rf-;77|i2T8xT(;h)Cd<W}-@{60WSJc~A9q2ddwo>8G#EmDTP)d-T$c%yulQRf*d;Z`Wwf=dhYn1X$?_-^RQm!#+xCe8XUY#v}YBiB{3s~@k+1mkUqk3))(=RZ)b`ZJaEJ~5zq|9$YHBy=VEQ2f=wB66zn04nmLPGX2`onPtt9*Q90x2^O;a^(ks^G(`U<6ZzIxOzY=tUV(AG3zQ;Um9W*E&q~;QP1OK;9}kS`s#cjfj}Sseac%*uu*eJDP^V;$6W^Jo>6*$ArQmFuS${EgHUg#Gz~T-k8lnuzE(!nwFvizWI^8u6>I=#xWHv7}%;};4$);kf7imVLH-|0LnoMB*S;F;U%2HY9#KG6U!qnC<+`2IM+6G;%ED5F13C4$s(!f?p*Ip@vdj_D|0?Ot@jd)owB0U4@3Oea$zOGhlzX~WSkHa`+*nT?9w55s>Fb<$^q#+ea9^Fa^7T9ANzPZzLKz^>D#N#d1`6zKiN_|I+lE5j^#87?N>CuBWzef%af61!BS{CE5`%9qKDolSsSuil3_{y0UrXtGtsL?^lW`jYpx&oBQkqKgw9}G_?ahC+rW(W4nSwnlKA6#DOVqR?>;>#QX=bE@kq5CSdN>FAy9!ET58!9jRUP2`;KqibNzF{zWOs8MmG3MqC!L7ssLVsoxmBLmH}UT)JJ^C@%gy;y#LN2AxLc9^5>9oz6|LhP+zOvbJJuNE6b856cba9v*Hn{ApomcaA223M(vfxogZex>4Dw{a3tT-#PeR}HyqhTs^z$|!=*8_EFIIw@)?_Sr=F61u%ep9-D)Bx10OQKo>p8l^4H|;spg4mIvKaBgc8;Rk3S0mvF$TD<SHNl>n9AiV0WFKn1_-)b+n7lq+9glrY6;ZBV;q-2Fz^R6NH3S9e+o#`4MO)#hD<Viv%n5j^pxTcgG>3Y=E-<AK62zv%S>rQZaUt89-Y_Z~)1hJq#`t8&ZtiwCgnO<%&Kph;TJ~jBvo^i3xGQ9d6a4Mq8@5*o>qebGf?(%hsE+sZ6BlE_Nhm|9kVrN-EqhA2KyZcAB1{rmw=z(9`AT{|OWxB1l?iXmEa@rn9`l$?fv?4ip(1A}234I!sn>i<YytzuMmC^Z5P%TwZQ_gO!-3u(`#{)aU>J000005hOcG"  # noqa: E501
_SIGNED_65 = "q@;yKJTD={dhLPr(XNPsm<Mo9ecvPw%IN7x-PUM}hIE8=BFY67`n5a`R@pzf7arfwby*@@FFT6^qT#Y6Nsulnz)!)*F{EO<4raS!Ipy<AhGjq#^b4c@KkkH7e{-fi!(3<US~n7P@Ejt>P~3Bg5BGt{0rWw4C3;KF7c=(6Iuxa#XG8;}SqUG_MLLTFto@47q{!xZx!!Q2TV$68WYxr3yQWW3`2bpfV=0;*T3MaCFbJmb+j|_r2O$sE!>}tUh^b5O<T3%PL?hhr(Nps<o`$=~#SV;rLKmSyBTmpI*>dV7qgXs=0GpX!y{Uj0oO=``B%r(MTWU&~Foeg<M#n;{zwTKf1kFySuP?yyTQXldan(A4#0wXMU5Cu~k-g;(+Oq4H8C#OTk#?Qj_QQdb7TCrs+|Ap>FSWzqwd#~FlO;SaIYHK&eaJzWSu5N=Fz`<gsZ5Up68s&NaV9ik0wCm}`%st5Jvi_vKpGb+EdKAtT_L{pH}pmX&hnZaG9vOMQ_#oZPz1c=J_M|^^_V#@8)y`2P?sq9LYkpiPcN4@QhwIhnQiASni~Fz`b~OXab2v@`a&IxDHP)C)s;5tOC}DgrAKr#&N-lw_(d5dhz%C0-wf*9LWusVgr+ck^KB*OLt{<87X72_3oVN!g&d#_Dd|WmKmCz)W(PDf=_c#%CxqRyNNMR)i_XL!DfDSSzzg2Q`TM&9=c!vgEl{Ik%m0?L5CuH<t<N`91y$=Ng4yEUVx&NBu*Orp96z!_p1p8iJzD~Qw-KP2XvNkIzZrUD=&VIr^OBW0)B1P;64Nie8{Uq%Pa4=Ow0*-=r);OEfe64q^kfw#6vZaXCE}wyCI6w7Z%=FPYhu&=h~*J{eH;(f$5u3kk~yv~@BXL5GK^N~u+?n+35k!Uq|&ESm?Q)blghz^kvj`d#v+GDhWGl-%_HyxtVlIRUsGm4cA_R+G(tW^R!oqb3fR2?+qsGLb>f$SKNlx3b)L>mo@|ZR9}Ceu5`+tBNe8z#0Nm$A<XQ#ez)jE?(T7-eFGi1PY(Th|gEYhqJ|^z3D^Q?k&G#n}*g}zb6zM*l>=UNZ;S=;kn;So)Q!9X&ULc=-S+ct&6DwDh0P3AHwMhL%Mq8Q{cg7f<CH$9a$?!iv?|Cr1)y@J2<s=gE%nq%L@P|W4NP6D9v6Pm9(~SPnXh_PDmqjnMhKz*(_?op)R*=XpJTbVuO-$_c#}IL%DBe?)V4%>9z?JOt+<`~!YIUj#70o#LwN(I(XgcCPIwYLwN;@88&P4)eS`7$dY(x`J#6E^tXHE(K_je4d%;TKc)JzKdbc;pY!N(&KmwCzG=fzOGO{`RbEaGdz6=~k%{P}W)@Bw-1oXrnP1{`lDL!)dZT2Z1O&y;B4#SL6vJpJur9iKP;KR^Q7`rM9zHc;%t>wa6Axfg85;eP0OpO=mK$yni05Y4f|WT<s*E4Dqe5X*~MM+WM`jN$Pl&PGLSy>WNgvHCxJ2U}J<NL9bj4mfkc;k3fZMINo1eVjqXH6Eo@p(-U4`{+=;AEJ=`j%vyIw|Qv>9^DUg>Nmp{r$<kJhS(T`A1g19k!ox7Pl=f}jqIeM#@1Vg*h=(7=x1SyxgdX-okt=~$;7E5TA)dQbdC%9_V+&AYlU{ryE${z_W8X^rg@k((NN9G(dsb4x$<+A?;b$~1x>2B+54*)NmO30Or6^%*yRhnRIOdbR6UHJKi@G%#FlAeY#si|b9J0X4w9J0S(;h_l2!jVwAIraU0Ary^oK<{;x|myIRjPh=KOnwR+$!DiO@`O%CR8)fh?+%sWU*=;qf|E0(;C;Xe#AR)uM*t8u}31XG{%loqcv&q<vd2>zTQQ^bkyRi8N++n9&_V{gafNawg{vgZ73OvEBmrbmUkYEdGV1#@8yv`Uuqk?iIKOc888fEk7Gzb!$Jub2wO+1Rx0`8>8IK#UE*Tknb~u3#v0pv$NVY#mIOPFk>o<8>_6`y5ba4O=mE#Vj@4jz#cSGo?wm!!Qp2zw}*GA@XlrjFbCUmWv*p7ZoA8-{$?hV<e0aQSm6hFcpL^+&D<*SJC0i-mJ~Vi8<^Dbq6vEL#l9v6$@Ig2KGAuPF%!~7Z(aB$xDxztpyZ_O5+5jdB+wQVb1HNaS-v}qYP|3}tV{IHC{EJ@mvdAc>iB=7mg{W!_!>gWj8_CLz;T6EBLP!h>%JI!cJDm<o(8THbT%7KS-@hVfxXQPy_&GtciVF9m-<wFMmMrR4uCQ3B(^^_t}8JUmLwEb%SF_#p9~Jq+8DTWnDMP1?(k_`^qE?l>yEVXLSh-JI8n$tHoPAOF(rM*2Mp(E7PeKVQetV2-gH<?+aXvF<&<dY$b^&}@{(Vw_ap1SMV&DmzdET~V0>TAXZDMCE-UV=$%Cq`OEg05(Xp6%gq5m1Bo!ts8yayc@3DG5yM2`7%aisuOMx@}Z9PMSXyG0@s=0kTm30Kk#bcwPr>-X<7nNR+T;LEYq<8kwOEH@ngsP}^_cW9F>AOc7bM^9!pnyU~Y!3djeuHUI3;S*UbqZ)gBu&Z{sCNH#EU*#BKT)R!u5|F@zu7t%;vOy$)K$xB!pdKSA45u41J{k>XN&o)S+3%D<|xFl3<6}_v{U4JizI`s_06+ul8P9zS%-@7zuqK}7FvG4gMQk2ib|OsRtho9Ggx?FJ22EPmg>GII8Ef<?o4ME>iA{?a!YRe37UAxlIHXaKvNtIv>qDXf5;8c!#e=7C8(4UA(T@$tgQ3KVxkT<henP_n3po|?}aOTu+hmNp}M(#$@1GSUd3Ky$y2Kb)}Z|4^4>_6*@5;3VnNniHo=?9g?WgeT*0LW;|NY+&ETV|dSoHl2{I&g@m?p!kfUXVV@V8GHLcqle$aC>E=7oPC`X8eVJ?ylpYd>k`)~}FBA6BT=^9gFDRw0=p{FE{bqhCBP?HkZOmg9VzMQ?)qXNVs2pj>>*j%CMx-+H@Kc>;*C$_&ApIok+oNc$rJLl7?n2RVR^EmH5kx;o}Zn~6;+T7#Ma-)yLRc3H49)-VnNtV99r?;6GL|<r|=q%`xio#SeiwzhTR#hfM9l$mP8#^S(T^t*}K_N+}YRd~oE*oRv*px<oVwpH)dzQd~4k-sOmeMu{2#}ov<)HQE{ce&=a;zzAYRH^sD0%gw8-}E$PtuzT`|2!b9srm&k0>cSt5{6F-s>B*2N4Ao|F}~bkKf)5hVc;JBPt)R&^d_tj-Ysh0<tDhjLS8#=O>Doj)2g_`n*SOy_Bg}cXcW`5}7|2V<s&hBaAvh?j0X&JMK|+7MBF@V-OB+8P{0!rZqG!1}1*@ao9JU=`vdjsi41r+J~Sg0oDdD&%X>qvKAT-(Ctlt2MJIeTahZaZ$_1oTr&1#^GtjB2$_(9M*JZ#-dZM63_JF~`2bZ}Io;e4X#yZ*xr<ndfMB@0?`4cdAMganK_AOclbA3d{9y)3%lc|Xp~Ai?G=&4`P_!d2>kVxZm7;*8C9-~4%oc}8yh`sj6a;i|*x;zQ(^1c=3VLuZMykb9p<9HXdBU-YJ~VHDdLLzK8V0Wa4B+d#r6$k<FATQ3Y%o1_M1%;%RN|FS!h34!p!2E7xt#31l0Bo)<j(%l+^9Uk#3p?)y~X{uP|jO1Z)Tdlil@`SSHQHyqU^lJiF+4Gr=AdCngvjy?{zuYlao?>h7dRyI#4eOu^JplA59n><2;isZ`qa@Nit6a{Sb=`!|195c23KMM1G{(w^5rr?;uKe`H#K9_42vetWR4tGx!D;Lw5$P<v=KQLH>>cyzBKaBK8+3L8zzIJ*M7k;#nbB|5w+Q?-7Z`Ut&%4kp8FOKL<T&76BB}R~Y6BgiSSa5FooGVMBe4S*kf1T`iGrMlcj6CTm&oZ*2qz^J7Kf#f$_rX`CfXu-tn009;<IR+UV>y8X&=Fz${GH&*}&50{C29707#vf#mvy?7QAyNp*8UAwJum31sV(zsM6GRDl2SK{i4KN$;~M{en)*9+YGec9k-qr1DKj80@DEAc#?k~6rNC{fR)y3OeMPt78B%h5&IXxps9E0?w1X-E#EoI&l`y)+@tbkY|%L)gv896(c>|DX%yM{`k!e1pD&Ryu=D!LWmI@ry?X;Cz)NGz_Z-^nvLrlpYXuJ&x((nC0{^+-QeewDUQLtqcpEb?}TJaDcJAy%Quud7q`&?EeQUWObCT`!Rx`q_RX+m80(f8A4rif79>x000000000000000000054iy?7C;"  # noqa: E501
_ENCLOSED = "t;KaxhSHH?bS31_mx~57qAXtg`5FLaFNAW?&=ko>x_#BCW8J$mA}U}1a9uOD_PhTf#pF)7+8IKZUmNATS?UBS;}KMl=#p%h_m404yW1CCs&Qd3o{EtnqlED7q&Ul8NHo^LIy8E1#*?;YC4N`ec_sg5T><_!ZZZ0g%%#Pu+8|KBZd<1H)BF)b<Aomo{(MpyuE38zdHxCZBcuRW98}d}whBBRiN(NP_z@Fq`Y2Iu5aWje)SNDLqDEx$$Ix!dOOf0wZp8f|sp&se(gl!(0f&$C`$Xqkb4)AQfdKMe<s4H6L|NG;3=>yrNZs5ge1IcUCP3QAWCmGuF1w#vlA=o<X+&;7MQCp8vaHRcv7wKZ`D<eYZh2)j7A(^*=Z&^3GVqQ0;ixTXAa1CLrROb-L^5Q%F6bK*lnq(*HE|Y+y!L=bQvIx&gE*w`z^xpa0wFv9ZQATYAgPRffnHSTBOu6Tt8)>_FL?}Y0tXHKi3tN2YyfX$&FI^3<@%&!h^DIwd#irQny73iV)N}>cz0Ca<LT-R0gh`-$U>*pi|q@2kTuPCP3fU6AFyko9kpj&Co8Hgt{3tc7V+%&JSFRtopH)d<)h2#PXf_`WIy0p8^Wd&quqc_+p0h?u=V(c`)jGj;=7{o`9UR-IGAA6Mz7MyPTP2Iuh^wlPq}szhB87yQ~7-OdsT0NFQcr^#JPdQ{y{Sbx|V?LNF-%c+4oLS|CsUKBaa3Ynh=$wchJS}_cb8NBGJ;IJPqBw-?C2O#cXK3h9}vssX{*b<~%Kq9rvng7(zc3=jo$Pa2g)6!>-w@ZS#4SWzl;W`QPT0{WEm)cU@s3))oR2ZN>!?y_XP)X=jMKOw&=t(W9ETW>PJ3t0y1P5*Gw9HYNRMLx>T20;+H~T-Vw7jlLL5161i6u2z<y=lLa#GpZlQE*FBqBXx^q>`UAOq_4z@Tj!Zn%ctI2W-Tw>x_rbbT1ri}y%)i$zr$OAb@|?Ve@Ix~LuB!*6y!1yRVTbHM5RUchqkj)?l#a(7%Tl~{a!;5LZsh`E%*1wNrOO8OzA2cxZUD|tx;{qV>B4WRA?si+xD;peJA%glx-`IMU9XEV=JyYI4lH)OVykNjecqETo6+!UswoI^FGlF*gY^rGd~cdv>Kkhg-ofL!k6fuFRA(9i=^>s4cv#=wbCu%wosO&l+7Km8Q;SiEQ(cbQ^oCr2Ab1LVljRkwP?&0CXpNhs|U9Y`;ilkMyeiO<P~Du=%x2ZCC-L^YBZ8(xTW6kWvg0|uU(KhfM)u#MJ#68GICKYOR0q~UtB!~bN{K!b@1WT8X|vTG&n@~QpHG|aT5$$s$|Vo-z1I#sVXdkn$SM*OqxPMx#idWh0dEd!y!s<alsR#357{IX3e@BTyHy|D>1Pg{ok2w-8%to-an3OAs3`SS&bih-rsW4h8E*oa-N`A^M3j%xnjQ((xbgkeA4DfzzHwnAX1rf=qxs!fU~o$=#7!$f5_K&NQM-@"  # noqa: E501
