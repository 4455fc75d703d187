CB_SHAPE(256) const z_crc_t *get_crc_table(void);
